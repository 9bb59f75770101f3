package org.monosem.core.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.json.JsonObject;

/** The classes of dictionary_learning: how each names its weights and what it does with them. */
enum DictionaryLearningClass {
  /** ReLU with the decoder's bias subtracted from the input. */
  AUTO_ENCODER("AutoEncoder", Names.LAYERS, true),
  /** ReLU, nothing subtracted: the April update. */
  AUTO_ENCODER_NEW("AutoEncoderNew", Names.LAYERS, false),
  /** Gated; features are times the norm of their decoder row. */
  GATED("GatedAutoEncoder", Names.LAYERS, true),
  /** The k largest. */
  TOP_K("AutoEncoderTopK", Names.LAYERS, true),
  /** All above one threshold. */
  BATCH_TOP_K("BatchTopKSAE", Names.LAYERS, true),
  /** A threshold for each; features are times the norm of their decoder row. */
  JUMP_RELU("JumpReluAutoEncoder", Names.MATRICES, false),
  /** All above one threshold. */
  MATRYOSHKA("MatryoshkaBatchTopKSAE", Names.MATRICES, true);

  private static final Map<DictionaryLearningClass, String> BIASES =
      Map.of(AUTO_ENCODER, "bias", AUTO_ENCODER_NEW, "decoder.bias", GATED, "decoder_bias");

  /** How weights are named and turned. */
  enum Names {
    /** Layers of PyTorch: {@code encoder.weight [F, d]}, {@code decoder.weight [d, F]}. */
    LAYERS,
    /** {@code W_enc [d, F]}, {@code W_dec [F, d]}. */
    MATRICES
  }

  private final String text;
  private final Names names;
  private final boolean subtracts;

  DictionaryLearningClass(String text, Names names, boolean subtracts) {
    this.text = text;
    this.names = names;
    this.subtracts = subtracts;
  }

  static DictionaryLearningClass parse(JsonObject trainer) {
    String seen = trainer.text("dict_class");
    List<String> known = Arrays.stream(values()).map(DictionaryLearningClass::text).toList();
    int index = known.indexOf(seen);
    if (index < 0) {
      String rule =
          seen.equals("IdentityDict")
              ? "it has no features to read"
              : "this version reads " + known;
      throw trainer.refused("dict_class", rule, seen);
    }
    return values()[index];
  }

  String text() {
    return text;
  }

  Names names() {
    return names;
  }

  /** Returns whether the decoder's bias is subtracted from the input. */
  boolean subtracts() {
    return subtracts;
  }

  /** Returns whether features are multiplied by the norms of their decoder rows. */
  boolean scalesFeatures() {
    return this == GATED || this == JUMP_RELU;
  }

  /** Returns whether one threshold, estimated in training, serves all features. */
  boolean scalarThreshold() {
    return this == BATCH_TOP_K || this == MATRYOSHKA;
  }

  /** Returns whether there is a {@code k} beside the weights. */
  boolean hasK() {
    return this == TOP_K || scalarThreshold();
  }

  String decoderBias() {
    return BIASES.getOrDefault(this, "b_dec");
  }

  /** Returns the non-linearity; a BatchTopK dictionary is used with its threshold. */
  ActivationFunction activation(int k) {
    return switch (this) {
      case AUTO_ENCODER, AUTO_ENCODER_NEW -> ActivationFunction.relu();
      case GATED -> ActivationFunction.gated();
      case TOP_K -> ActivationFunction.topK(k);
      case BATCH_TOP_K, JUMP_RELU, MATRYOSHKA -> ActivationFunction.jumpRelu();
    };
  }

  /** Returns the class that a dictionary is written as. */
  static DictionaryLearningClass of(DictionaryConfig config) {
    return switch (config.activation().name()) {
      case "relu" -> config.applyDecoderBiasToInput() ? AUTO_ENCODER : AUTO_ENCODER_NEW;
      case "topk" -> TOP_K;
      case "gated" -> GATED;
      default -> JUMP_RELU;
    };
  }
}
