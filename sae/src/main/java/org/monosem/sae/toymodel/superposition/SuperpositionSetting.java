package org.monosem.sae.toymodel.superposition;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which models are trained, one a probability.
 *
 * @param hidden the dimensions that features pass through, at least 1
 * @param importances {@code I_i}, above 0, one a feature
 * @param probabilities that a feature is present, in (0, 1], one an instance
 */
public record SuperpositionSetting(
    int hidden, List<Double> importances, List<Double> probabilities) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public SuperpositionSetting {
    importances = List.copyOf(importances);
    probabilities = List.copyOf(probabilities);
    if (hidden < 1) {
      throw new IllegalArgumentException("hidden: expected at least 1, got " + hidden);
    }
    requireSome("importances", importances);
    requireSome("probabilities", probabilities);
    for (double importance : importances) {
      if (!(importance > 0 && Double.isFinite(importance))) {
        throw new IllegalArgumentException(
            "importances: expected finite numbers above 0, got " + importance);
      }
    }
    for (double probability : probabilities) {
      if (!(probability > 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probabilities: expected numbers in (0, 1], got " + probability);
      }
    }
  }

  /**
   * Returns the first published setting: 5 features of importance {@code 0.9^i} in 2 dimensions, 10
   * probabilities from 1 down to 1/20.
   */
  public static SuperpositionSetting demonstration() {
    return new SuperpositionSetting(2, decaying(5, 0.9), falling(10, 20));
  }

  /**
   * Returns the published setting for geometry: 200 equally important features in 20 dimensions, 20
   * probabilities from 1 down to 1/20.
   */
  public static SuperpositionSetting geometry() {
    return new SuperpositionSetting(20, decaying(200, 1), falling(20, 20));
  }

  /** Returns importances {@code decay^i}, from {@code i = 0} on. */
  public static List<Double> decaying(int features, double decay) {
    return DoubleStream.iterate(1, importance -> importance * decay)
        .limit(features)
        .boxed()
        .toList();
  }

  /** Returns probabilities from 1 down to {@code 1 / ratio}, each by the same factor. */
  public static List<Double> falling(int count, double ratio) {
    return IntStream.range(0, count)
        .mapToObj(i -> Math.pow(ratio, count == 1 ? 0 : -i / (count - 1.0)))
        .toList();
  }

  /** Returns the number of features. */
  public int features() {
    return importances.size();
  }

  /** Returns the number of models. */
  public int instances() {
    return probabilities.size();
  }

  private static void requireSome(String name, List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected at least one, got none");
    }
  }
}
