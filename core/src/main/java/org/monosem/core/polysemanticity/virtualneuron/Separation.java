package org.monosem.core.polysemanticity.virtualneuron;

import ai.djl.ndarray.NDArray;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/**
 * How well a split separates examples in an independent representation of them: Euclidean distances
 * of pairs of examples, NaN where there is no pair.
 *
 * @param within mean over the pairs of examples of one virtual neuron
 * @param between mean over the pairs of examples of different ones
 */
public record Separation(double within, double between) {

  /**
   * Measures a split.
   *
   * @param assignments for every example its virtual neuron
   * @param representation {@code [examples, d]}, floats or doubles: what an independent model, or a
   *     person, says that the examples are. The source's is CLIP
   * @throws IllegalArgumentException if there is not one row an example, or one is not finite
   */
  public static Separation of(int[] assignments, NDArray representation) {
    double[][] rows = Rows.of("representation", representation);
    if (rows.length != assignments.length) {
      throw new IllegalArgumentException(
          "representation: expected a row an example, %d, got %d"
              .formatted(assignments.length, rows.length));
    }
    EuclideanDistance distance = new EuclideanDistance();
    Mean within = new Mean();
    Mean between = new Mean();
    for (int b = 1; b < rows.length; b++) {
      for (int a = 0; a < b; a++) {
        Mean mean = assignments[a] == assignments[b] ? within : between;
        mean.increment(distance.compute(rows[a], rows[b]));
      }
    }
    return new Separation(within.getResult(), between.getResult());
  }

  /** Returns {@code between / within}: above 1 where the split puts together what belongs so. */
  public double ratio() {
    return between / within;
  }
}
