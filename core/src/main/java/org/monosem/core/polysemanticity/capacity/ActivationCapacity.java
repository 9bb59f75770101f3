package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.FeatureActivations;
import org.monosem.core.kernel.KernelModule;

/**
 * The capacity of units in what they do rather than in how they are embedded: each unit's vector is
 * its activation on every row, {@code a_i [rows]}, and {@code C_i = (a_i . a_i)^2 / sum_j (a_i .
 * a_j)^2}. Neurons and features of one layer are comparable by it, since the space has as many
 * dimensions as rows were seen, for both.
 *
 * <p>1: no other unit is active on the rows of this one. Small: on its rows others are active as
 * well, and in proportion. It needs the products of all pairs, {@code [units, units]} doubles (128
 * MiB for 4096 units), which are summed as rows stream by; partial sums of a divided stream are
 * combined. Owns that matrix until closed.
 */
public final class ActivationCapacity implements AutoCloseable {
  private static final KernelModule KERNELS =
      KernelModule.load(ActivationCapacity.class, "capacity.py");

  /** The most units: their products then take 2 GiB. */
  public static final int MOST_UNITS = 1 << 14;

  private static final int BLOCK = 1024;

  /** Pairs of active features added at once, where a row does not have more by itself. */
  private static final int PAIRS = 1 << 20;

  private final NDManager own;
  private final NDArray gram;
  private final int units;
  private long rows;

  /**
   * Begins with no rows.
   *
   * @param units how many there are, from 1 to {@link #MOST_UNITS}
   * @param manager whose device is used; this object's arrays live in a manager of its own below it
   * @throws IllegalArgumentException if there are none, or more
   */
  public ActivationCapacity(int units, NDManager manager) {
    if (units < 1 || units > MOST_UNITS) {
      throw new IllegalArgumentException(
          "units: expected 1 to %d, got %d".formatted(MOST_UNITS, units));
    }
    this.units = units;
    this.own = manager.newSubManager();
    this.gram = own.zeros(new Shape(units, units), DataType.FLOAT64);
  }

  /**
   * Adds rows.
   *
   * @param activations {@code [rows, units]}, floats or doubles; stay the caller's
   * @throws IllegalArgumentException if they are of another shape or type
   */
  public void accept(NDArray activations) {
    Shape shape = activations.getShape();
    if (shape.dimension() != 2
        || shape.get(1) != units
        || !activations.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "activations: expected floats or doubles [rows, units=%d], got %s %s"
              .formatted(units, activations.getDataType(), shape));
    }
    if (shape.get(0) > 0) {
      KERNELS.run("add_gram", gram, activations);
      rows += shape.get(0);
    }
  }

  /**
   * Adds rows of features: the cost is the sum of the squares of the rows' L0, not of the units.
   *
   * @throws IllegalArgumentException if they are not of as many features as there are units
   */
  public void accept(FeatureActivations features) {
    if (features.dSae() != units) {
      throw new IllegalArgumentException(
          "features: expected dSae=%d, got %d".formatted(units, features.dSae()));
    }
    int begin = 0;
    while (begin < features.rows()) {
      int end = begin + 1;
      long pairs = pairs(features, begin);
      while (end < features.rows() && pairs + pairs(features, end) <= PAIRS) {
        pairs += pairs(features, end);
        end++;
      }
      addPairs(features, begin, end, (int) pairs);
      begin = end;
    }
    rows += features.rows();
  }

  private static long pairs(FeatureActivations features, int row) {
    long l0 = features.end(row) - (long) features.begin(row);
    return l0 * l0;
  }

  private void addPairs(FeatureActivations features, int from, int to, int pairs) {
    long[] places = new long[pairs];
    double[] products = new double[pairs];
    int at = 0;
    for (int row = from; row < to; row++) {
      for (int i = features.begin(row); i < features.end(row); i++) {
        for (int j = features.begin(row); j < features.end(row); j++) {
          places[at] = (long) features.feature(i) * units + features.feature(j);
          products[at] = (double) features.value(i) * features.value(j);
          at++;
        }
      }
    }
    try (NDManager scope = own.newSubManager()) {
      KERNELS.run("add_pairs", gram, scope.create(places), scope.create(products));
    }
  }

  /**
   * Adds what another one has seen.
   *
   * @throws IllegalArgumentException if it is of another number of units
   */
  public void combine(ActivationCapacity other) {
    if (other.units != units) {
      throw new IllegalArgumentException(
          "other: expected %d units, got %d".formatted(units, other.units));
    }
    gram.addi(other.gram);
    rows += other.rows;
  }

  /** Returns how many rows were seen. */
  public long rows() {
    return rows;
  }

  /**
   * Returns the capacities of the units' activations as they are: an active neighbour counts by its
   * strength. A unit that was never active has 0.
   *
   * @throws IllegalArgumentException if an activation was not finite
   */
  public FeatureCapacity value() {
    return measured(false);
  }

  /**
   * Returns the capacities after each unit's vector is divided by its norm; else as {@link #value}.
   */
  public FeatureCapacity ofDirections() {
    return measured(true);
  }

  private FeatureCapacity measured(boolean directions) {
    try (NDManager scope = own.newSubManager()) {
      double[] capacities =
          KERNELS.callForArray(scope, "gram_capacities", gram, directions, BLOCK).toDoubleArray();
      return new FeatureCapacity(Embedding.finite(capacities), rows);
    }
  }

  @Override
  public void close() {
    own.close();
  }
}
