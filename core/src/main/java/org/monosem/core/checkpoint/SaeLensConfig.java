package org.monosem.core.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;
import org.monosem.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code cfg.json} of SAELens 6: to and from a {@link DictionaryConfig}. */
final class SaeLensConfig {
  private static final Logger LOG = LoggerFactory.getLogger(SaeLensConfig.class);

  /** SAELens takes a folder without a version, or with one before 6, for its older flat format. */
  private static final String FORMAT_VERSION = "6.18.0";

  private static final String VERSION_KEY = "sae_lens_version";
  private static final String STANDARD = "standard";
  private static final String TOPK = "topk";

  /** Whether TopK selects by pre-activations times the norms of their decoder rows. */
  private static final String RESCALE_KEY = "rescale_acts_by_decoder_norm";

  private static final int MOST = Integer.MAX_VALUE;

  /**
   * What {@code normalize_activations} may say: with {@code expected_average_only_in} the constant
   * is folded into the weights of a finished dictionary, and nothing is applied at run time.
   */
  private static final Set<String> NO_NORMALISATION_AT_RUN_TIME =
      Set.of("none", "expected_average_only_in");

  private SaeLensConfig() {}

  static DictionaryConfig parse(JsonObject json) {
    ActivationFunction activation = activation(json);
    String normalisation = json.text("normalize_activations", "none");
    if (!NO_NORMALISATION_AT_RUN_TIME.contains(normalisation)) {
      throw wrong(
          json, "normalize_activations", "this version applies none at run time", normalisation);
    }
    Map<String, Object> metadata =
        json.has("metadata") ? json.object("metadata").values() : Map.of();
    LOG.debug(
        "{}: {} of format {}", json.where(), activation.architecture(), metadata.get(VERSION_KEY));
    return new DictionaryConfig(
        json.integer("d_in", 1, MOST),
        json.integer("d_sae", 1, MOST),
        activation,
        json.flag("apply_b_dec_to_input", true),
        metadata);
  }

  private static ActivationFunction activation(JsonObject json) {
    String architecture = json.text("architecture", STANDARD);
    return switch (architecture) {
      case STANDARD -> relu(json);
      case TOPK -> topK(json);
      default ->
          throw wrong(
              json, "architecture", "this version reads \"standard\" and \"topk\"", architecture);
    };
  }

  private static ActivationFunction relu(JsonObject json) {
    ActivationFunction relu = ActivationFunction.relu();
    if (json.has("activation_fn") && !json.text("activation_fn").equals(relu.name())) {
      throw wrong(
          json, "activation_fn", "a standard dictionary has \"relu\"", json.text("activation_fn"));
    }
    return relu;
  }

  private static ActivationFunction topK(JsonObject json) {
    if (json.flag(RESCALE_KEY, false)) {
      throw wrong(
          json, RESCALE_KEY, "this version reads dictionaries with the norms folded in", "true");
    }
    // SAELens takes 100 where a file does not say; a guess about a dictionary is worse than none.
    return ActivationFunction.topK(json.integer("k", 1, MOST));
  }

  static Map<String, Object> toJson(DictionaryConfig config) {
    Map<String, Object> metadata = new LinkedHashMap<>(config.metadata());
    metadata.putIfAbsent(VERSION_KEY, FORMAT_VERSION);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", config.activation().architecture());
    json.put("d_in", config.dIn());
    json.put("d_sae", config.dSae());
    json.put("dtype", "float32");
    json.put("device", "cpu");
    json.put("apply_b_dec_to_input", config.applyDecoderBiasToInput());
    json.put("normalize_activations", "none");
    json.put("reshape_activations", "none");
    if (config.activation() instanceof TopK topK) {
      json.put("k", topK.k());
      json.put(RESCALE_KEY, false);
    }
    json.put("metadata", metadata);
    return json;
  }

  private static IllegalArgumentException wrong(
      JsonObject json, String key, String rule, String seen) {
    return new IllegalArgumentException(
        "%s, \"%s\": %s, got \"%s\"".formatted(json.where(), key, rule, seen));
  }
}
