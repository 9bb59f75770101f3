package org.monosem.core.polysemanticity.virtualneuron;

import ai.djl.ndarray.NDArray;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/** How far two representations of the same examples agree on which of them are alike. */
public final class Alignment {
  private Alignment() {}

  /**
   * Returns Pearson's correlation of the Euclidean distances of all pairs of examples, in one
   * representation and in the other; NaN if all distances of one are equal. Memory grows with the
   * square of the number of examples.
   *
   * @param one {@code [examples, d]}, floats or doubles
   * @param other {@code [examples, d']}, of the same examples
   * @throws IllegalArgumentException if they differ in the number of examples, there are fewer than
   *     3, or a number is not finite
   */
  public static double of(NDArray one, NDArray other) {
    double[][] rows = Rows.of("one", one);
    double[][] others = Rows.of("other", other);
    if (rows.length != others.length || rows.length < 3) {
      throw new IllegalArgumentException(
          "representations: expected the same examples, at least 3, got %d and %d"
              .formatted(rows.length, others.length));
    }
    return new PearsonsCorrelation().correlation(distances(rows), distances(others));
  }

  private static double[] distances(double[][] rows) {
    EuclideanDistance distance = new EuclideanDistance();
    double[] distances = new double[Math.multiplyExact(rows.length, rows.length - 1) / 2];
    int pair = 0;
    for (int b = 1; b < rows.length; b++) {
      for (int a = 0; a < b; a++) {
        distances[pair++] = distance.compute(rows[a], rows[b]);
      }
    }
    return distances;
  }
}
