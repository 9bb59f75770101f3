package org.monosem.core.polysemanticity.decorrelation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Gurnee et al.'s proxy of how many features a neuron shares, {@code b_in |w_in|_2}, from a layer's
 * input weights; the package says how to read it. Immutable; holds no NDArray.
 */
public final class BiasNormProxy {
  private final double[] values;

  private BiasNormProxy(double[] values) {
    this.values = values;
  }

  /**
   * Measures a layer, in double.
   *
   * @param wIn each unit's input weights, {@code [units, d]}; of a transformer's MLP that is the
   *     transpose of its stored {@code [d, dMlp]}, of a dictionary {@code wEnc}
   * @param bIn the units' biases, {@code [units]}
   * @throws IllegalArgumentException if the shapes do not fit or a number is not finite
   */
  public static BiasNormProxy of(NDArray wIn, NDArray bIn) {
    if (wIn.getShape().dimension() != 2
        || bIn.getShape().dimension() != 1
        || bIn.getShape().get(0) != wIn.getShape().get(0)
        || wIn.getShape().size() == 0) {
      throw new IllegalArgumentException(
          "weights: expected [units, d] and biases [units], got %s and %s"
              .formatted(wIn.getShape(), bIn.getShape()));
    }
    try (NDManager scope = wIn.getManager().newSubManager()) {
      scope.tempAttachAll(wIn, bIn);
      NDArray norms = wIn.toType(DataType.FLOAT64, false).square().sum(new int[] {1}).sqrt();
      double[] values = norms.mul(bIn.toType(DataType.FLOAT64, false)).toDoubleArray();
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("weights: expected finite numbers, got " + value);
        }
      }
      return new BiasNormProxy(values);
    }
  }

  /** Returns a copy of the units' values. */
  public double[] toArray() {
    return values.clone();
  }

  /** Returns the median over units; the mean of the two middle ones of an even number. */
  public double median() {
    return new Median().evaluate(values);
  }

  /**
   * Returns layers' medians, each divided by the largest absolute value among them: in [-1, 1].
   * Zeros if all are zero.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static double[] normalised(double... medians) {
    double largest =
        Arrays.stream(medians)
            .map(Math::abs)
            .max()
            .orElseThrow(() -> new IllegalArgumentException("medians: expected at least one"));
    return Arrays.stream(medians).map(m -> largest == 0 ? 0 : m / largest).toArray();
  }

  /**
   * Returns what theory gives for a ReLU neuron that n exclusive binary features share, {@code
   * cos(2 pi / n) / (cos(2 pi / n) - 1)}.
   *
   * @throws IllegalArgumentException if n is below 2
   */
  public static double ofExclusiveFeatures(int n) {
    if (n < 2) {
      throw new IllegalArgumentException("features: expected at least 2, got " + n);
    }
    double cosine = Math.cos(2 * Math.PI / n);
    return cosine / (cosine - 1);
  }
}
