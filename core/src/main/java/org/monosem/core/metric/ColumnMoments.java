package org.monosem.core.metric;

import java.util.Arrays;

/**
 * Mean and sum of squared deviations of every column, merged pairwise: {@code m2 = m2a + m2b + (na
 * nb / n) (meanB - meanA)²} (Chan, Golub, LeVeque 1979). Unlike {@code E x² - (E x)²} nothing
 * cancels when the mean is large against the spread.
 */
final class ColumnMoments {
  private long rows;
  private final double[] mean;
  private final double[] squaredDeviations;

  ColumnMoments(int width) {
    mean = new double[width];
    squaredDeviations = new double[width];
  }

  /** Takes over the arrays. */
  ColumnMoments(long rows, double[] mean, double[] squaredDeviations) {
    this.rows = rows;
    this.mean = mean;
    this.squaredDeviations = squaredDeviations;
  }

  long rows() {
    return rows;
  }

  int width() {
    return mean.length;
  }

  /** Returns the mean of every column, NaN without rows. */
  double[] mean() {
    double[] copy = mean.clone();
    if (rows == 0) {
      Arrays.fill(copy, Double.NaN);
    }
    return copy;
  }

  /** Returns the squared deviations from the mean, summed over rows and columns. */
  double squaredDeviations() {
    CompensatedSum sum = new CompensatedSum();
    for (double m2 : squaredDeviations) {
      sum.add(m2);
    }
    return sum.value();
  }

  void combine(ColumnMoments other) {
    if (other.rows == 0) {
      return;
    }
    double total = (double) rows + other.rows;
    double share = other.rows / total;
    double weight = rows * share;
    for (int d = 0; d < mean.length; d++) {
      double delta = other.mean[d] - mean[d];
      squaredDeviations[d] += other.squaredDeviations[d] + weight * delta * delta;
      mean[d] += share * delta;
    }
    rows += other.rows;
  }
}
