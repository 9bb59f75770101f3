package org.monosem.core.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;

/**
 * What a dictionary is, apart from its weights.
 *
 * @param dIn the width of the activations; at least one
 * @param dSae the number of features; at least one
 * @param activation the non-linearity
 * @param applyDecoderBiasToInput whether {@code bDec} is subtracted from the input before encoding
 *     (the pre-encoder bias of the 2023 recipe)
 * @param metadata what made the dictionary: model, hook, recipe, seeds, ...; JSON values only
 *     (String, Long, Integer, Double, Boolean, List, Map), kept as they are
 */
public record DictionaryConfig(
    int dIn,
    int dSae,
    ActivationFunction activation,
    boolean applyDecoderBiasToInput,
    Map<String, Object> metadata) {

  /**
   * Checks the sizes and copies the metadata.
   *
   * @throws IllegalArgumentException if a size is less than one, or TopK keeps more than all
   */
  public DictionaryConfig {
    Objects.requireNonNull(activation, "activation");
    if (dIn < 1 || dSae < 1) {
      throw new IllegalArgumentException(
          "dictionary: dIn and dSae must be at least 1, got dIn=" + dIn + ", dSae=" + dSae);
    }
    if (activation instanceof TopK topK && topK.k() > dSae) {
      throw new IllegalArgumentException(
          "dictionary: k must be at most dSae=" + dSae + ", got k=" + topK.k());
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Returns a ReLU dictionary's configuration without metadata. */
  public static DictionaryConfig relu(int dIn, int dSae, boolean applyDecoderBiasToInput) {
    return new DictionaryConfig(
        dIn, dSae, ActivationFunction.relu(), applyDecoderBiasToInput, Map.of());
  }

  /**
   * Returns a TopK dictionary's configuration without metadata.
   *
   * @param k how many features may fire on a row, at most {@code dSae}
   */
  public static DictionaryConfig topK(int dIn, int dSae, int k, boolean applyDecoderBiasToInput) {
    return new DictionaryConfig(
        dIn, dSae, ActivationFunction.topK(k), applyDecoderBiasToInput, Map.of());
  }

  /** Returns this configuration with one more metadata entry (or another value for it). */
  public DictionaryConfig withMetadata(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new DictionaryConfig(dIn, dSae, activation, applyDecoderBiasToInput, more);
  }
}
