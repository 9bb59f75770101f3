package org.monosem.examples.benchmark;

import org.monosem.core.random.Seed;

/**
 * How often each feature fires: a power law over the features' ranks, {@code p = min(cap, c rank
 * ^-0.7)}, with {@code c} such that the frequencies sum to L0. Ranks are dealt to features at
 * random.
 */
final class FeatureFrequencies {
  private static final double EXPONENT = 0.7;
  private static final double USUAL_CAP = 0.25;
  private static final int BISECTIONS = 60;

  private FeatureFrequencies() {}

  /** Returns one frequency a feature; their sum is the shape's L0. */
  static double[] of(StepShape shape, Seed seed) {
    double cap = Math.max(USUAL_CAP, (1 + shape.l0() / shape.features()) / 2);
    double low = 0;
    double high = cap * Math.pow(shape.features(), EXPONENT);
    for (int i = 0; i < BISECTIONS; i++) {
      double scale = (low + high) / 2;
      if (sum(frequencies(shape.features(), scale, cap)) < shape.l0()) {
        low = scale;
      } else {
        high = scale;
      }
    }
    double[] byRank = frequencies(shape.features(), high, cap);
    double[] byFeature = new double[byRank.length];
    int[] rank = seed.named("ranks").permutation(byRank.length);
    for (int i = 0; i < rank.length; i++) {
      byFeature[i] = byRank[rank[i]];
    }
    return byFeature;
  }

  /**
   * Returns in how many of {@code rows} rows each feature is to fire: the frequencies times the
   * rows, rounded so that the counts' running sum is the frequencies' running sum.
   */
  static long[] counts(double[] frequencies, int rows) {
    long[] counts = new long[frequencies.length];
    double sum = 0;
    long given = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += frequencies[i] * rows;
      counts[i] = Math.max(0, Math.round(sum) - given);
      given += counts[i];
    }
    return counts;
  }

  private static double[] frequencies(int features, double scale, double cap) {
    double[] result = new double[features];
    for (int i = 0; i < features; i++) {
      result[i] = Math.min(cap, scale * Math.pow(i + 1, -EXPONENT));
    }
    return result;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
