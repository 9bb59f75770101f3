package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;

/**
 * The capacity of each feature of an embedding, {@code C_i = (W_i . W_i)^2 / sum_j (W_i . W_j)^2};
 * the package says how to read it. Immutable; holds no NDArray.
 */
public final class FeatureCapacity {
  private static final KernelModule KERNELS =
      KernelModule.load(FeatureCapacity.class, "capacity.py");

  private static final int BLOCK = 8192;

  private final double[] capacities;
  private final double[] sorted;
  private final long dims;

  FeatureCapacity(double[] capacities, long dims) {
    this.capacities = capacities;
    this.sorted = capacities.clone();
    Arrays.sort(sorted);
    this.dims = dims;
  }

  /**
   * Measures an embedding, in double precision.
   *
   * @param embedding {@code W [features, d]}, floats or doubles, finite; stays the caller's
   * @throws IllegalArgumentException if it is not a matrix with at least one row and column, or
   *     holds a number that is not finite
   */
  public static FeatureCapacity of(NDArray embedding) {
    return measured(embedding, false);
  }

  /**
   * Measures the directions of an embedding's rows: {@link #of} after each is divided by its norm,
   * {@code C_i = 1 / sum_j cos(W_i, W_j)^2}.
   *
   * @param embedding {@code W [features, d]}, as for {@link #of}
   * @throws IllegalArgumentException as for {@link #of}
   */
  public static FeatureCapacity ofDirections(NDArray embedding) {
    return measured(embedding, true);
  }

  /** Measures a dictionary's decoder rows, {@code wDec [dSae, dOut]}. */
  public static FeatureCapacity ofDecoder(SparseAutoencoder dictionary) {
    return of(dictionary.wDec());
  }

  private static FeatureCapacity measured(NDArray embedding, boolean directions) {
    Embedding.check(embedding);
    try (NDManager scope = embedding.getManager().newSubManager()) {
      double[] capacities =
          KERNELS.callForArray(scope, "capacities", embedding, directions, BLOCK).toDoubleArray();
      return new FeatureCapacity(Embedding.finite(capacities), embedding.getShape().get(1));
    }
  }

  /** Returns the number of features. */
  public int features() {
    return capacities.length;
  }

  /**
   * Returns the width of the space that they share: {@code d}, or the rows of {@link
   * ActivationCapacity}.
   */
  public long dims() {
    return dims;
  }

  /**
   * Returns the capacity of a feature, in [0, 1].
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such feature
   */
  public double capacity(int feature) {
    return capacities[feature];
  }

  /** Returns a copy of all capacities, in the features' order. */
  public double[] toArray() {
    return capacities.clone();
  }

  /** Returns the sum over features: the dimensions in use, at most {@link #dims}. */
  public double total() {
    return Arrays.stream(capacities).sum();
  }

  /** Returns the mean over features. */
  public double mean() {
    return total() / capacities.length;
  }

  /**
   * Returns the spectrum at a place: the capacity that a share {@code q} of the features is not
   * above, the nearest one by rank; 0 gives the smallest, 1 the largest.
   *
   * @throws IllegalArgumentException if {@code q} is not in [0, 1]
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("q: expected a number in [0, 1], got " + q);
    }
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }

  /** Returns how many features have at least that capacity. */
  public int atLeast(double capacity) {
    int place = Arrays.binarySearch(sorted, Math.nextDown(capacity));
    int above = place >= 0 ? place : -place - 1;
    while (above < sorted.length && sorted[above] < capacity) {
      above++;
    }
    return sorted.length - above;
  }
}
