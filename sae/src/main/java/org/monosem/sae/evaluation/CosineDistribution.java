package org.monosem.sae.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cosine for each of some features of a dictionary. Immutable. */
public final class CosineDistribution {
  private final int dSae;
  private final int[] features;
  private final float[] values;
  private final float[] sorted;

  /** Takes over the arrays; a NaN among the values makes mean and quantiles NaN. */
  CosineDistribution(int dSae, int[] features, float[] values) {
    this.dSae = dSae;
    this.features = features;
    this.values = values;
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** Returns how many features have a value: all of the dictionary's, or a sample. */
  public int size() {
    return values.length;
  }

  /** Returns the number of features of the dictionary. */
  public int dSae() {
    return dSae;
  }

  /** Returns whether every feature of the dictionary has a value. */
  public boolean isComplete() {
    return values.length == dSae;
  }

  /** Returns the feature of an entry; ascending. */
  public int feature(int entry) {
    return features[entry];
  }

  /** Returns the cosine of an entry. */
  public double value(int entry) {
    return values[entry];
  }

  /** Returns the mean over the features, summed in double. */
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * Returns the smallest value such that at least {@code p} of all values are at most that: exact,
   * not interpolated.
   *
   * @param p between 0 (the smallest value) and 1 (the largest)
   * @throws IllegalArgumentException if {@code p} is outside [0, 1]
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile: expected 0 <= p <= 1, got " + p);
    }
    if (Float.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    return sorted[Math.max(1, (int) Math.ceil(p * sorted.length)) - 1];
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("features", (long) size());
    fields.put("sampled", !isComplete());
    put(fields, "mean", mean());
    put(fields, "min", quantile(0));
    put(fields, "p05", quantile(0.05));
    put(fields, "median", quantile(0.5));
    put(fields, "p95", quantile(0.95));
    put(fields, "max", quantile(1));
    return Collections.unmodifiableMap(fields);
  }

  private static void put(Map<String, Object> fields, String name, double figure) {
    if (Double.isFinite(figure)) {
      fields.put(name, figure);
    }
  }
}
