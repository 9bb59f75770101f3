package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.json.JsonObject;

/**
 * Llama Scope as first published: {@code hyperparams.json} and {@code
 * checkpoints/final.safetensors} with {@code encoder.weight [dSae, d]}, {@code encoder.bias},
 * {@code decoder.weight [d, dSae]}, {@code decoder.bias}, for rows that are scaled by {@code sIn =
 * sqrt(d) / mean norm} (and by {@code sOut} at the output of transcoders).
 *
 * <p>What OpenMOSS does when it loads one is done here: the scales go into the biases and the
 * decoder, {@code bEnc / sIn, bDec / sOut, wDec sIn / sOut}; then, with {@code
 * sparsity_include_decoder_norm}, decoder rows get norm one; and only what comes out of that is
 * compared with the one {@code jump_relu_threshold}. For pre-activations of scaled rows this is a
 * threshold of {@code jump_relu_threshold sOut / |wDec_i|}, of which SAELens has {@code
 * jump_relu_threshold sIn}. Features have the scale of the raw rows.
 */
final class LlamaScope {
  private static final String CONFIG_FILE = "hyperparams.json";
  private static final String WEIGHTS_FILE = "checkpoints/final.safetensors";
  private static final String THRESHOLD = "jump_relu_threshold";
  private static final String NORMS = "dataset_average_activation_norm";

  private LlamaScope() {}

  static boolean isAt(DictionaryPlace place) {
    return place.holds(CONFIG_FILE, WEIGHTS_FILE);
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    Path folder = place.path();
    JsonObject json = DictionaryPlace.json(folder.resolve(CONFIG_FILE));
    LlamaScopeConfig settings = LlamaScopeConfig.parse(json);
    settings.requireSubtractionSaid();
    ActivationFunction activation = activation(json, settings);
    int dSae = json.integer("d_sae", 1, Integer.MAX_VALUE);
    Map<String, Object> metadata =
        settings.metadata(place.origin(DictionaryFormat.LLAMA_SCOPE), place);
    DictionaryConfig config = settings.dictionary(dSae, activation, metadata);
    LlamaScopeConfig.Scales scales = scales(json, settings);
    try (TensorSource source = SafetensorsTensors.open(folder.resolve(WEIGHTS_FILE));
        NDManager scope = manager.newSubManager()) {
      ForeignWeights weights = new ForeignWeights(source, scope);
      ExtraWeights extra =
          activation instanceof JumpRelu
              ? ExtraWeights.threshold(weights.repeated(threshold(json), dSae))
              : ExtraWeights.none();
      DictionaryCheckpoint dictionary =
          LlamaScopeNames.LAYERS.read(weights, config, settings, extra);
      weights.refuseUnread("a Llama Scope dictionary");
      fold(dictionary, settings, scales);
      return dictionary.attachTo(manager);
    }
  }

  /** A dictionary trained as TopK has a threshold from then on that it is left for features. */
  private static ActivationFunction activation(JsonObject json, LlamaScopeConfig settings) {
    boolean converted = settings.activation().equals("topk") && threshold(json) > 0;
    return converted ? ActivationFunction.jumpRelu() : settings.function();
  }

  private static double threshold(JsonObject json) {
    double threshold = json.number(THRESHOLD);
    if (!(threshold >= 0) || Double.isInfinite(threshold)) {
      throw json.refused(THRESHOLD, "expected a finite number from 0 on", threshold);
    }
    return threshold;
  }

  private static LlamaScopeConfig.Scales scales(JsonObject json, LlamaScopeConfig settings) {
    if (!settings.scaled()) {
      return LlamaScopeConfig.Scales.NONE;
    }
    JsonObject norms = json.object(NORMS);
    return settings.scales(
        positive(norms, "in", norms.number("in")), positive(norms, "out", norms.number("out")));
  }

  private static double positive(JsonObject json, String key, double number) {
    if (!(number > 0) || Double.isInfinite(number)) {
      throw json.refused(key, "expected a positive finite number", number);
    }
    return number;
  }

  private static void fold(
      DictionaryCheckpoint dictionary, LlamaScopeConfig settings, LlamaScopeConfig.Scales scales) {
    dictionary.bEnc().divi(scales.in());
    dictionary.wDec().muli(scales.in() / scales.out());
    dictionary.bDec().divi(scales.out());
    if (settings.decoderNorms()) {
      Folding.scaleFeatures(dictionary, false);
    }
  }
}
