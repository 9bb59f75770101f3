package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.monosem.core.activation.Gated;
import org.monosem.core.activation.JumpRelu;

/**
 * The weights that some dictionaries have beside the common four: none, or any of {@link
 * #THRESHOLD}, {@link #R_MAG}, {@link #B_MAG} ({@code [dSae]}) and {@link #W_SKIP} ({@code [dOut,
 * dIn]}), float32. Which ones a dictionary must have, {@link DictionaryConfig#extraShapes} says.
 *
 * @param byName the weights, in any order
 */
public record ExtraWeights(Map<String, NDArray> byName) {
  /** The thresholds of {@link JumpRelu}, {@code [dSae]}. */
  public static final String THRESHOLD = JumpRelu.THRESHOLD;

  /** The logarithm of the magnitudes' gain of {@link Gated}, {@code [dSae]}. */
  public static final String R_MAG = Gated.R_MAG;

  /** The magnitudes' bias of {@link Gated}, {@code [dSae]}. */
  public static final String B_MAG = Gated.B_MAG;

  /** The linear path of a skip transcoder, {@code [dOut, dIn]}. */
  public static final String W_SKIP = "wSkip";

  private static final ExtraWeights NONE = new ExtraWeights(Map.of());

  /** Copies the map, not the arrays. */
  public ExtraWeights {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** Returns no weights. */
  public static ExtraWeights none() {
    return NONE;
  }

  /** Returns a JumpReLU dictionary's thresholds, {@code [dSae]}. */
  public static ExtraWeights threshold(NDArray threshold) {
    return NONE.and(THRESHOLD, threshold);
  }

  /** Returns a gated dictionary's magnitudes: gain {@code [dSae]} and bias {@code [dSae]}. */
  public static ExtraWeights magnitudes(NDArray rMag, NDArray bMag) {
    return NONE.and(R_MAG, rMag).and(B_MAG, bMag);
  }

  /** Returns these weights and another. */
  public ExtraWeights and(String name, NDArray array) {
    Map<String, NDArray> more = new LinkedHashMap<>(byName);
    more.put(name, array);
    return new ExtraWeights(more);
  }

  /** Returns these weights and a skip transcoder's linear path, {@code [dOut, dIn]}. */
  public ExtraWeights andSkip(NDArray wSkip) {
    return and(W_SKIP, wSkip);
  }

  /** Returns whether there is a weight of this name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /**
   * Returns a weight.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public NDArray get(String name) {
    NDArray array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          name + ": the dictionary has no such weight, only " + byName.keySet());
    }
    return array;
  }

  /** Returns weights of the same names made out of these. */
  ExtraWeights map(UnaryOperator<NDArray> change) {
    Map<String, NDArray> changed = new LinkedHashMap<>();
    byName.forEach((name, array) -> changed.put(name, change.apply(array)));
    return new ExtraWeights(changed);
  }

  /** Refuses a missing weight, one too many, and one of another shape or type. */
  void check(DictionaryConfig config) {
    Map<String, Shape> expected = config.extraShapes();
    expected.forEach(
        (name, shape) -> {
          if (!has(name)) {
            throw new IllegalArgumentException(
                "%s: a %s needs this weight, got only %s"
                    .formatted(name, describe(config), byName.keySet()));
          }
          DictionaryCheckpoint.check(
              name, get(name), shape, shape.dimension() == 1 ? "[dSae]" : "[dOut, dIn]");
        });
    for (String name : byName.keySet()) {
      if (!expected.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s: a %s has no such weight".formatted(name, describe(config)));
      }
    }
  }

  private static String describe(DictionaryConfig config) {
    String kind =
        switch (config.kind()) {
          case AUTOENCODER -> "autoencoder";
          case TRANSCODER -> "transcoder";
          case SKIP_TRANSCODER -> "skip transcoder";
        };
    return config.activation().name() + " " + kind;
  }
}
