package org.monosem.harvest.cache;

/**
 * Statistics over all rows of a cache, of the values as they are stored.
 *
 * <p>{@code mean[j] = sum_i x[i,j] / rows}; {@code variance[j] = sum_i (x[i,j] - mean[j])^2 /
 * rows}; the mean norm is {@code sum_i |x[i]|_2 / rows}. Sums in double, batches merged by the
 * update of Chan, Golub and LeVeque (1979). With no rows everything is zero.
 *
 * <p>Immutable.
 */
public final class CacheStatistics {
  private final long rows;
  private final double[] mean;
  private final double[] squaredDeviations;
  private final double normSum;
  private final double maxAbs;

  CacheStatistics(
      long rows, double[] mean, double[] squaredDeviations, double normSum, double maxAbs) {
    this.rows = rows;
    this.mean = mean.clone();
    this.squaredDeviations = squaredDeviations.clone();
    this.normSum = normSum;
    this.maxAbs = maxAbs;
  }

  /** Returns the statistics of no rows. */
  static CacheStatistics empty(int width) {
    return new CacheStatistics(0, new double[width], new double[width], 0, 0);
  }

  /** Returns the statistics of these rows and others together. */
  CacheStatistics with(CacheStatistics other) {
    long all = rows + other.rows;
    double[] mergedMean = mean.clone();
    double[] merged = squaredDeviations.clone();
    double share = all == 0 ? 0 : other.rows / (double) all;
    for (int j = 0; j < merged.length; j++) {
      double gap = other.mean[j] - mean[j];
      mergedMean[j] += gap * share;
      merged[j] += other.squaredDeviations[j] + gap * gap * rows * share;
    }
    double norms = normSum + other.normSum;
    return new CacheStatistics(all, mergedMean, merged, norms, Math.max(maxAbs, other.maxAbs));
  }

  /** Returns the number of rows. */
  public long rows() {
    return rows;
  }

  /** Returns a copy of the mean row, {@code [width]}. */
  public double[] mean() {
    return mean.clone();
  }

  /** Returns the population variance of every dimension, {@code [width]}. */
  public double[] variance() {
    double[] variance = squaredDeviations.clone();
    for (int j = 0; j < variance.length; j++) {
      variance[j] /= Math.max(1, rows);
    }
    return variance;
  }

  /** Returns the mean Euclidean norm of a row. */
  public double meanNorm() {
    return normSum / Math.max(1, rows);
  }

  /** Returns the largest absolute value. */
  public double maxAbs() {
    return maxAbs;
  }

  double[] squaredDeviations() {
    return squaredDeviations.clone();
  }

  double normSum() {
    return normSum;
  }
}
