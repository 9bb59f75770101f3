package org.monosem.core.polysemanticity.decorrelation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.FeatureActivations;
import org.monosem.core.kernel.KernelModule;

/**
 * One minus the mean cosine between the activations of different inputs, over a stream: the sum of
 * unit rows says it exactly; the package says how to read it. Mutable, not safe for use by several
 * threads; holds {@code units} doubles and no NDArray.
 */
public final class Decorrelation {
  private static final KernelModule KERNELS =
      KernelModule.load(Decorrelation.class, "decorrelation.py");

  private final double[] sum;
  private long inputs;
  private long silent;

  /**
   * Makes one that has seen nothing.
   *
   * @throws IllegalArgumentException if there are no units
   */
  public Decorrelation(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units: expected at least 1, got " + units);
    }
    this.sum = new double[units];
  }

  /**
   * Adds inputs.
   *
   * @param activations {@code [rows, units]}, floats or doubles, finite; stays the caller's
   * @throws IllegalArgumentException if shape or type are others, or a number is not finite;
   *     nothing is added then
   */
  public void add(NDArray activations) {
    Shape shape = activations.getShape();
    if (shape.dimension() != 2
        || shape.get(1) != sum.length
        || !activations.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "activations: expected floats or doubles [rows, units=%d], got %s %s"
              .formatted(sum.length, activations.getDataType(), shape));
    }
    try (NDManager scope = activations.getManager().newSubManager()) {
      NDList found = KERNELS.call(scope, "sum_of_unit_rows", activations);
      long directed = found.get(1).toLongArray()[0];
      add(found.get(0).toDoubleArray(), directed, shape.get(0) - directed);
    }
  }

  /**
   * Adds inputs by their features.
   *
   * @throws IllegalArgumentException if the number of features is another, or a number is not
   *     finite; nothing is added then
   */
  public void add(FeatureActivations activations) {
    requireUnits(activations.dSae());
    double[] rows = new double[sum.length];
    long directed = 0;
    for (int r = 0; r < activations.rows(); r++) {
      double norm = norm(activations, r);
      if (norm != 0) {
        directed++;
        for (int k = activations.begin(r); k < activations.end(r); k++) {
          rows[activations.feature(k)] += activations.value(k) / norm;
        }
      }
    }
    add(rows, directed, activations.rows() - directed);
  }

  private static double norm(FeatureActivations activations, int row) {
    double square = 0;
    for (int k = activations.begin(row); k < activations.end(row); k++) {
      square += (double) activations.value(k) * activations.value(k);
    }
    return Math.sqrt(square);
  }

  /**
   * Adds the inputs of another.
   *
   * @throws IllegalArgumentException if its number of units is another
   */
  public void merge(Decorrelation other) {
    requireUnits(other.sum.length);
    add(other.sum, other.inputs, other.silent);
  }

  private void add(double[] rows, long directed, long without) {
    for (double value : rows) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("activations: expected finite numbers, got " + value);
      }
    }
    for (int u = 0; u < sum.length; u++) {
      sum[u] += rows[u];
    }
    inputs += directed;
    silent += without;
  }

  private void requireUnits(int units) {
    if (units != sum.length) {
      throw new IllegalArgumentException(
          "activations: expected units=%d, got %d".formatted(sum.length, units));
    }
  }

  /** Returns how many inputs have a direction, and so are measured. */
  public long inputs() {
    return inputs;
  }

  /** Returns how many inputs were left out because all their activations are zero. */
  public long silentInputs() {
    return silent;
  }

  /** Returns the mean cosine over pairs of different inputs, in [-1, 1]; NaN below two inputs. */
  public double meanCosine() {
    if (inputs < 2) {
      return Double.NaN;
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    return (square - inputs) / ((double) inputs * (inputs - 1));
  }

  /** Returns one minus {@link #meanCosine}. */
  public double value() {
    return 1 - meanCosine();
  }
}
