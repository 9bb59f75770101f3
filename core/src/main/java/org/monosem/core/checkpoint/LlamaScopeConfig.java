package org.monosem.core.checkpoint;

import java.util.Map;
import java.util.Set;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.json.JsonObject;

/**
 * What OpenMOSS's configurations of all times say.
 *
 * @param json the whole
 * @param dModel the width of rows, in and out
 * @param activation {@code act_fn}
 * @param normalisation {@code norm_activation}
 * @param decoderNorms whether pre-activations are multiplied by the norms of decoder rows before
 *     they are compared or ranked
 * @param decoderBias whether there is a decoder bias
 */
record LlamaScopeConfig(
    JsonObject json,
    int dModel,
    String activation,
    String normalisation,
    boolean decoderNorms,
    boolean decoderBias) {

  private static final String DATASET = "dataset-wise";
  private static final String TOKEN = "token-wise";
  private static final String SUBTRACTED = "apply_decoder_bias_to_pre_encoder";

  /** Numbers that rows are multiplied with before encoding, and divided by after decoding. */
  record Scales(double in, double out) {
    static final Scales NONE = new Scales(1, 1);
  }

  static LlamaScopeConfig parse(JsonObject json) {
    if (json.flag("use_glu_encoder", false)) {
      throw json.refused(
          "use_glu_encoder", "this version reads no encoders with a gated linear unit", "true");
    }
    requireOneOf(json, "act_fn", Set.of("relu", "jumprelu", "topk"));
    requireOneOf(json, "norm_activation", Set.of(DATASET, TOKEN, "inference"));
    return new LlamaScopeConfig(
        json,
        json.integer("d_model", 1, Integer.MAX_VALUE),
        json.text("act_fn"),
        json.text("norm_activation"),
        json.flag("sparsity_include_decoder_norm"),
        json.flag("use_decoder_bias"));
  }

  private static void requireOneOf(JsonObject json, String key, Set<String> read) {
    String seen = json.text(key);
    if (!read.contains(seen)) {
      throw json.refused(key, "this version reads " + new java.util.TreeSet<>(read), seen);
    }
  }

  ActivationFunction function() {
    return switch (activation) {
      case "jumprelu" -> ActivationFunction.jumpRelu();
      case "topk" -> ActivationFunction.topK(json.integer("top_k", 1, Integer.MAX_VALUE));
      default -> ActivationFunction.relu();
    };
  }

  String hookIn() {
    return hook("hook_point_in");
  }

  String hookOut() {
    return hook("hook_point_out");
  }

  private String hook(String key) {
    String name = json.text(key);
    if (!name.contains("hook_")) {
      throw json.refused(key, "expected a hook of TransformerLens", "\"" + name + "\"");
    }
    return name;
  }

  private boolean transcodes() {
    return !hookIn().equals(hookOut());
  }

  /** Returns whether rows have one scale, which a file must then say. */
  boolean scaled() {
    return normalisation.equals(DATASET);
  }

  /** Returns the scales that give rows of these mean norms a mean norm of sqrt(d). */
  Scales scales(double normIn, double normOut) {
    double root = Math.sqrt(dModel);
    Scales scales = new Scales(root / normIn, root / normOut);
    if (subtracted() && scales.in() != scales.out()) {
      throw json.refused(SUBTRACTED, "this version reads it with one scale in and out", "two");
    }
    return scales;
  }

  /** Refuses what does not say whether the decoder's bias is subtracted: later files do not. */
  void requireSubtractionSaid() {
    json.flag(SUBTRACTED);
  }

  private boolean subtracted() {
    return json.flag(SUBTRACTED, false);
  }

  DictionaryConfig dictionary(int dSae, ActivationFunction function, Map<String, Object> metadata) {
    boolean perToken = normalisation.equals(TOKEN);
    if (transcodes() && (perToken || subtracted())) {
      throw json.refused(
          perToken ? "norm_activation" : SUBTRACTED,
          "this version reads it in autoencoders only",
          "a transcoder from " + hookIn() + " to " + hookOut());
    }
    try {
      DictionaryConfig config =
          DictionaryConfig.of(dModel, dSae, function, subtracted())
              .withMetadata(metadata)
              .withInputNormalisation(
                  perToken ? InputNormalisation.CONSTANT_NORM_RESCALE : InputNormalisation.NONE);
      return transcodes() ? config.asTranscoder(DictionaryKind.TRANSCODER, dModel) : config;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(json.where() + ": " + e.getMessage(), e);
    }
  }

  /** Adds to the origin what the configuration and the path say of the model. */
  Map<String, Object> metadata(Map<String, Object> origin, DictionaryPlace place) {
    if (place.text().contains("Llama3_1-8B-Base") || place.text().contains("Llama-3.1-8B")) {
      origin.put("model_name", "meta-llama/Llama-3.1-8B");
    }
    origin.put("hook_name", hookIn());
    if (transcodes()) {
      origin.put("hook_name_out", hookOut());
    }
    origin.put("training_config", json.values());
    return origin;
  }
}
