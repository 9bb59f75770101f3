package org.monosem.core.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;
import org.monosem.core.json.JsonObject;
import org.monosem.core.safetensors.ElementType;

/** The {@code cfg.json} of SAELens: to and from a {@link DictionaryConfig}. */
final class SaeLensConfig {
  /** SAELens takes a folder without a version, or with one before 6, for its older flat format. */
  private static final String FORMAT_VERSION = "6.18.0";

  private static final String VERSION_KEY = "sae_lens_version";
  private static final String NORMALISATION_KEY = "normalize_activations";
  private static final String RESHAPING_KEY = "reshape_activations";

  /** Whether TopK selects by pre-activations times the norms of their decoder rows. */
  private static final String RESCALE_KEY = "rescale_acts_by_decoder_norm";

  /** What SAELens calls the architecture that a dictionary had in training. */
  private static final String TRAINED_AS_KEY = "training_architecture";

  private static final int MOST = Integer.MAX_VALUE;

  /** One scale for all rows, which belongs into the weights: see {@link InputScaleFile}. */
  static final String CONSTANT_SCALE = "expected_average_only_in";

  private SaeLensConfig() {}

  static SaeLensLayout parse(JsonObject json) {
    SaeLensArchitecture architecture = SaeLensArchitecture.parse(json);
    ActivationFunction activation = architecture.activation(json);
    requireActivation(json, activation instanceof TopK ? Set.of("relu", "topk") : Set.of("relu"));
    boolean rescaled = json.flag(RESCALE_KEY, false);
    if (rescaled && !(activation instanceof TopK || architecture.scalarThreshold())) {
      throw wrong(json, RESCALE_KEY, "of TopK and BatchTopK dictionaries only", "true");
    }
    return new SaeLensLayout(
        config(json, architecture, activation),
        architecture,
        rescaled,
        json.flag("finetuning_scaling_factor", false));
  }

  private static DictionaryConfig config(
      JsonObject json, SaeLensArchitecture architecture, ActivationFunction activation) {
    boolean autoencoder = architecture.kind() == DictionaryKind.AUTOENCODER;
    int dIn = json.integer("d_in", 1, MOST);
    int dSae = json.integer("d_sae", 1, MOST);
    int dOut = autoencoder ? dIn : json.integer("d_out", 1, MOST);
    boolean subtract = json.flag("apply_b_dec_to_input", autoencoder);
    InputNormalisation normalisation = normalisation(json);
    Map<String, Object> metadata = metadata(json, architecture);
    try {
      return new DictionaryConfig(
          dIn, dSae, dOut, architecture.kind(), activation, subtract, normalisation, metadata);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(json.where() + ": " + e.getMessage(), e);
    }
  }

  private static InputNormalisation normalisation(JsonObject json) {
    String text = json.text(NORMALISATION_KEY, "none");
    if (text.equals(CONSTANT_SCALE)) {
      return InputNormalisation.NONE;
    }
    for (InputNormalisation one : InputNormalisation.values()) {
      if (one.saeLensName().equals(text)) {
        return one;
      }
    }
    List<String> known =
        Arrays.stream(InputNormalisation.values()).map(InputNormalisation::saeLensName).toList();
    throw wrong(
        json, NORMALISATION_KEY, "this version reads " + known + " and " + CONSTANT_SCALE, text);
  }

  /** The metadata of the file, and what else it says that the weights do not need. */
  private static Map<String, Object> metadata(JsonObject json, SaeLensArchitecture architecture) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    if (json.has("metadata")) {
      metadata.putAll(json.object("metadata").values());
    }
    String reshaping = json.text(RESHAPING_KEY, "none");
    if (reshaping.equals("hook_z")) {
      metadata.put(RESHAPING_KEY, reshaping);
    } else if (!reshaping.equals("none")) {
      throw wrong(json, RESHAPING_KEY, "this version reads none and hook_z", reshaping);
    }
    if (architecture.scalarThreshold()) {
      metadata.putIfAbsent(TRAINED_AS_KEY, architecture.text());
    }
    return metadata;
  }

  private static void requireActivation(JsonObject json, Set<String> expected) {
    String seen = json.text("activation_fn", "relu");
    if (!expected.contains(seen)) {
      throw wrong(json, "activation_fn", "such a dictionary has \"relu\"", seen);
    }
  }

  static Map<String, Object> toJson(DictionaryConfig config, ElementType type) {
    Map<String, Object> metadata = new LinkedHashMap<>(config.metadata());
    Object reshaping = metadata.remove(RESHAPING_KEY);
    if (!LegacyConfig.isNested(metadata.get(VERSION_KEY))) {
      metadata.put(VERSION_KEY, FORMAT_VERSION);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", SaeLensArchitecture.of(config).text());
    putSizes(json, config);
    json.put("dtype", dtype(type));
    json.put("device", "cpu");
    json.put("apply_b_dec_to_input", config.applyDecoderBiasToInput());
    json.put(NORMALISATION_KEY, config.inputNormalisation().saeLensName());
    json.put(RESHAPING_KEY, reshaping == null ? "none" : reshaping);
    if (config.activation() instanceof TopK topK) {
      json.put("k", topK.k());
      json.put(RESCALE_KEY, false);
    }
    json.put("metadata", metadata);
    return json;
  }

  private static String dtype(ElementType type) {
    return switch (type) {
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> "float32";
    };
  }

  private static void putSizes(Map<String, Object> json, DictionaryConfig config) {
    json.put("d_in", config.dIn());
    json.put("d_sae", config.dSae());
    if (config.kind() != DictionaryKind.AUTOENCODER) {
      json.put("d_out", config.dOut());
    }
  }

  private static IllegalArgumentException wrong(
      JsonObject json, String key, String rule, String seen) {
    return new IllegalArgumentException(
        "%s, \"%s\": %s, got \"%s\"".formatted(json.where(), key, rule, seen));
  }
}
