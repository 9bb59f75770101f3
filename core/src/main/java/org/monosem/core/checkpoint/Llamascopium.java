package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.activation.TopK;
import org.monosem.core.json.JsonObject;

/**
 * OpenMOSS's Llamascopium, {@code config.json} and {@code sae_weights.safetensors} with {@code W_E
 * [d, dSae]}, {@code b_E}, {@code W_D [dSae, d]}, {@code b_D}; and Llama Scope's R1-distill release
 * before it, whose names are those of {@link LlamaScopeNames#LAYERS}.
 *
 * <p>Rows are scaled by {@code sIn = sqrt(d) / mean norm} where {@code norm_activation} is {@code
 * dataset-wise}; the mean norms stand in the file of the weights, one for each hook. They are
 * folded in, so that features are those of scaled rows, as {@code encode} gives them there.
 * Thresholds ({@code log_jumprelu_threshold}, their logarithm) are compared with {@code h_i
 * |W_D_i|} where {@code sparsity_include_decoder_norm} says so; a threshold divided by the norm is
 * the same. TopK dictionaries rank by {@code h_i |W_D_i|}: theirs get decoder rows of norm one, and
 * features {@code h_i |W_D_i|} with them.
 */
final class Llamascopium {
  private static final String CONFIG_FILE = "config.json";
  private static final String WEIGHTS_FILE = "sae_weights.safetensors";
  private static final String EXPANSION = "expansion_factor";
  private static final String NORM = "dataset_average_activation_norm.";
  private static final String LOGARITHM = "log_jumprelu_threshold";

  private Llamascopium() {}

  static boolean isAt(DictionaryPlace place) {
    return place.holds(CONFIG_FILE, WEIGHTS_FILE)
        && !place.holds("cfg.json")
        && DictionaryPlace.json(place.path().resolve(CONFIG_FILE)).has(EXPANSION);
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    Path folder = place.path();
    JsonObject json = DictionaryPlace.json(folder.resolve(CONFIG_FILE));
    String type = json.text("sae_type", "sae");
    if (!type.equals("sae")) {
      throw json.refused("sae_type", "this version reads \"sae\"", type);
    }
    LlamaScopeConfig settings = LlamaScopeConfig.parse(json);
    Map<String, Object> metadata =
        settings.metadata(place.origin(DictionaryFormat.LLAMASCOPIUM), place);
    DictionaryConfig config =
        settings.dictionary(features(json, settings), settings.function(), metadata);
    try (TensorSource source = SafetensorsTensors.open(folder.resolve(WEIGHTS_FILE));
        NDManager scope = manager.newSubManager()) {
      return read(new ForeignWeights(source, scope), config, settings).attachTo(manager);
    }
  }

  private static DictionaryCheckpoint read(
      ForeignWeights weights, DictionaryConfig config, LlamaScopeConfig settings) {
    LlamaScopeConfig.Scales scales = scales(weights, settings);
    ExtraWeights extra = extra(weights, config);
    DictionaryCheckpoint dictionary =
        LlamaScopeNames.of(weights).read(weights, config, settings, extra);
    weights.refuseUnread("a Llamascopium dictionary with this config.json");
    fold(dictionary, settings, scales);
    return dictionary;
  }

  private static int features(JsonObject json, LlamaScopeConfig settings) {
    double features = settings.dModel() * json.number(EXPANSION);
    if (!(features >= 1 && features <= Integer.MAX_VALUE)
        || Math.abs(features - Math.rint(features)) > 1e-6) {
      throw json.refused(EXPANSION, "expected a whole number of features", features);
    }
    return (int) Math.rint(features);
  }

  private static LlamaScopeConfig.Scales scales(ForeignWeights weights, LlamaScopeConfig settings) {
    String in = NORM + settings.hookIn();
    String out = NORM + settings.hookOut();
    if (!settings.scaled()) {
      // Kept in the file also where they are folded in already, or of no use.
      weights.ignore(in, out);
      return LlamaScopeConfig.Scales.NONE;
    }
    return settings.scales(positive(weights, in), positive(weights, out));
  }

  private static double positive(ForeignWeights weights, String name) {
    double norm = weights.number(name);
    if (!(norm > 0)) {
      throw weights.wrong(name, "expected a positive number", norm);
    }
    return norm;
  }

  private static ExtraWeights extra(ForeignWeights weights, DictionaryConfig config) {
    if (!(config.activation() instanceof JumpRelu)) {
      return ExtraWeights.none();
    }
    String name = logarithm(weights);
    try (NDArray logarithm = weights.vector(name, config.dSae())) {
      NDArray threshold = logarithm.exp();
      if (!FiniteNumbers.only(threshold)) {
        throw weights.wrong(name, "expected logarithms of finite numbers", "larger ones");
      }
      return ExtraWeights.threshold(threshold);
    }
  }

  /** A part of the activation function, but for the first releases. */
  private static String logarithm(ForeignWeights weights) {
    String nested = "activation_function." + LOGARITHM;
    boolean first = LlamaScopeNames.of(weights) == LlamaScopeNames.LAYERS;
    return weights.has(nested) || !(first || weights.has(LOGARITHM)) ? nested : LOGARITHM;
  }

  /** The norms are those of the decoder as it stands in the file, so they come first. */
  private static void fold(
      DictionaryCheckpoint dictionary, LlamaScopeConfig settings, LlamaScopeConfig.Scales scales) {
    ActivationFunction activation = dictionary.config().activation();
    if (settings.decoderNorms() && activation instanceof TopK) {
      Folding.scaleFeatures(dictionary, false);
    } else if (settings.decoderNorms() && activation instanceof JumpRelu) {
      Folding.divideThresholds(dictionary);
    }
    Folding.scaleInPlace(dictionary, scales.in(), scales.out());
  }
}
