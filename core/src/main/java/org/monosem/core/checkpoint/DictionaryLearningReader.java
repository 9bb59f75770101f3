package org.monosem.core.checkpoint;

import java.util.Map;

/** The weights of one dictionary_learning class, out of their state dict. */
final class DictionaryLearningReader {
  private final ForeignWeights weights;
  private final DictionaryLearningConfig settings;
  private final int dIn;
  private final int dSae;

  DictionaryLearningReader(ForeignWeights weights, DictionaryLearningConfig settings) {
    this.weights = weights;
    this.settings = settings;
    this.dIn = settings.dIn();
    this.dSae = settings.dSae();
  }

  DictionaryCheckpoint read(Map<String, Object> metadata) {
    DictionaryLearningClass type = settings.type();
    int k = type.hasK() ? k() : 1;
    DictionaryConfig config;
    try {
      config =
          DictionaryConfig.of(dIn, dSae, type.activation(k), type.subtracts())
              .withMetadata(metadata);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(settings.json().where() + ": " + e.getMessage(), e);
    }
    if (type.scalarThreshold()) {
      config = config.withMetadata("k", (long) k);
    }
    DictionaryCheckpoint dictionary = weights(type, config, extra(type));
    weights.ignore("group_sizes");
    weights.refuseUnread("a " + type.text());
    if (type.scalesFeatures()) {
      Folding.scaleFeatures(dictionary, true);
    }
    return settings.transcodes() ? transcoder(dictionary) : dictionary;
  }

  private DictionaryCheckpoint weights(
      DictionaryLearningClass type, DictionaryConfig config, ExtraWeights extra) {
    boolean layers = type.names() == DictionaryLearningClass.Names.LAYERS;
    return new DictionaryCheckpoint(
        config,
        layers
            ? weights.matrix("encoder.weight", dSae, dIn)
            : weights.transposed("W_enc", dIn, dSae),
        weights.vector(encoderBias(type), dSae),
        layers
            ? weights.transposed("decoder.weight", dIn, dSae)
            : weights.matrix("W_dec", dSae, dIn),
        weights.vector(type.decoderBias(), dIn),
        extra);
  }

  private static String encoderBias(DictionaryLearningClass type) {
    if (type == DictionaryLearningClass.GATED) {
      return "gate_bias";
    }
    return type.names() == DictionaryLearningClass.Names.LAYERS ? "encoder.bias" : "b_enc";
  }

  private ExtraWeights extra(DictionaryLearningClass type) {
    return switch (type) {
      case GATED ->
          ExtraWeights.magnitudes(weights.vector("r_mag", dSae), weights.vector("mag_bias", dSae));
      case JUMP_RELU -> ExtraWeights.threshold(weights.vector("threshold", dSae));
      case BATCH_TOP_K, MATRYOSHKA ->
          ExtraWeights.threshold(weights.repeated(scalarThreshold(), dSae));
      case TOP_K -> withoutThreshold();
      case AUTO_ENCODER, AUTO_ENCODER_NEW -> ExtraWeights.none();
    };
  }

  /** TopK dictionaries estimate one too, for another use of them than their own. */
  private ExtraWeights withoutThreshold() {
    weights.ignore("threshold");
    return ExtraWeights.none();
  }

  private double scalarThreshold() {
    double threshold = weights.number("threshold");
    if (threshold < 0) {
      throw weights.wrong(
          "threshold",
          "expected one that was estimated in training, from 0 on;"
              + " -1 says that training ended before threshold_start_step",
          threshold);
    }
    return threshold;
  }

  /** The state dicts of the library's first TopK dictionaries have none. */
  private int k() {
    if (!weights.has("k")) {
      return settings.k();
    }
    int k = weights.count("k");
    if (settings.hasK() && settings.k() != k) {
      throw weights.wrong("k", "expected k=" + settings.k() + " of config.json", k);
    }
    return k;
  }

  private static DictionaryCheckpoint transcoder(DictionaryCheckpoint dictionary) {
    DictionaryConfig config = dictionary.config();
    if (config.applyDecoderBiasToInput()) {
      Folding.moveDecoderBias(dictionary, -1);
    }
    return dictionary.withConfig(config.asTranscoder(DictionaryKind.TRANSCODER, config.dIn()));
  }
}
