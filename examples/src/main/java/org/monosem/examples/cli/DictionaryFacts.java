package org.monosem.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryFormat;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.ExtraWeights;

/** What a dictionary of any format is, in the words of a result. */
final class DictionaryFacts {
  /** Long, and of the training. */
  private static final Set<String> LEFT_OUT = Set.of("training_config");

  private DictionaryFacts() {}

  static void put(
      DictionaryFormat format, DictionaryCheckpoint dictionary, Map<String, Object> result) {
    DictionaryConfig config = dictionary.config();
    result.put("format", format.text());
    result.put("architecture", config.activation().name());
    result.put(
        "predicts", config.kind() == DictionaryKind.AUTOENCODER ? "its input" : predicts(config));
    result.put("d_in", config.dIn());
    result.put("d_sae", config.dSae());
    result.put("d_out", config.dOut());
    if (config.activation() instanceof TopK topK) {
      result.put("k", topK.k());
    } else if (config.activation() instanceof JumpRelu) {
      float[] thresholds = dictionary.extra().get(ExtraWeights.THRESHOLD).toFloatArray();
      result.put("mean_threshold", mean(thresholds));
    }
    result.put("subtracts_decoder_bias", config.applyDecoderBiasToInput());
    result.put("input_normalisation", config.inputNormalisation().saeLensName());
    Map<String, Object> metadata = new LinkedHashMap<>(config.metadata());
    metadata.keySet().removeAll(LEFT_OUT);
    result.put("metadata", metadata);
  }

  private static String predicts(DictionaryConfig config) {
    return config.kind() == DictionaryKind.SKIP_TRANSCODER
        ? "another hook, with a skip connection"
        : "another hook";
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
