package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.FeatureActivations;

/**
 * The capacity of units in what they do rather than in how they are embedded: each unit's vector is
 * its activation on every row, {@code a_i [rows]}, and {@code C_i = (a_i . a_i)^2 / sum_j (a_i .
 * a_j)^2}. Neurons and features of one layer are comparable by it, since the space has as many
 * dimensions as rows were seen, for both.
 *
 * <p>1: no other unit is active on the rows of this one. Small: on its rows others are active as
 * well, and in proportion. It needs the products of all pairs of units, and is exact either way
 * that they are had: of up to {@value #SUMMED_UNITS} units the products, {@code [units, units]}
 * doubles (128 MiB for 4096 units, 2 GiB at most), are summed as rows stream by, however many; of
 * more units the activations that are not zero are kept, up to {@value #KEPT_ACTIVATIONS} of them
 * (12 bytes each on the Java heap, 20 while measuring), and multiplied in the end, one unit's line
 * of products at a time. Wide dictionaries are meant by that, whose rows are sparse: 131072
 * features at an L0 of 50 take two million rows (measured: 100,000 such rows are multiplied in 8
 * seconds on two cores); dense rows of as many neurons fill it with a thousand.
 *
 * <p>Partial sums of a divided stream are combined. Owns what it holds until closed.
 */
public final class ActivationCapacity implements AutoCloseable {
  /** The most units whose products are summed. */
  public static final int SUMMED_UNITS = 1 << 14;

  /** The most activations that are kept of more units. */
  public static final int KEPT_ACTIVATIONS = 1 << 27;

  private final CoActivity seen;
  private final int units;
  private long rows;

  /**
   * Begins with no rows.
   *
   * @param units how many there are
   * @param manager whose device is used; this object's arrays live in a manager of its own below it
   * @throws IllegalArgumentException if there are none
   */
  public ActivationCapacity(int units, NDManager manager) {
    this(units, made(units, manager));
  }

  /** Begins with no rows, which are remembered in a way of one's own. */
  ActivationCapacity(int units, CoActivity seen) {
    this.units = units;
    this.seen = seen;
  }

  private static CoActivity made(int units, NDManager manager) {
    if (units < 1) {
      throw new IllegalArgumentException("units: expected at least 1, got " + units);
    }
    return units <= SUMMED_UNITS
        ? new ProductSums(units, manager)
        : new KeptActivations(units, KEPT_ACTIVATIONS);
  }

  /**
   * Adds rows.
   *
   * @param activations {@code [rows, units]}, floats or doubles; stay the caller's
   * @throws IllegalArgumentException if they are of another shape or type, or more than there is
   *     {@link #room} for; nothing is added then
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
      seen.add(activations);
      rows += shape.get(0);
    }
  }

  /**
   * Adds rows of features: the cost is the sum of the squares of the rows' L0, not of the units.
   *
   * @throws IllegalArgumentException if they are not of as many features as there are units, or
   *     more than there is {@link #room} for; nothing is added then
   */
  public void accept(FeatureActivations features) {
    if (features.dSae() != units) {
      throw new IllegalArgumentException(
          "features: expected dSae=%d, got %d".formatted(units, features.dSae()));
    }
    seen.add(features);
    rows += features.rows();
  }

  /**
   * Adds what another one has seen.
   *
   * @throws IllegalArgumentException if it is of another number of units, or has more than there is
   *     {@link #room} for
   */
  public void combine(ActivationCapacity other) {
    if (other.units != units) {
      throw new IllegalArgumentException(
          "other: expected %d units, got %d".formatted(units, other.units));
    }
    seen.addAll(other.seen);
    rows += other.rows;
  }

  /** Returns how many rows were seen. */
  public long rows() {
    return rows;
  }

  /**
   * Returns how many more activations that are not zero there is room for: {@link Long#MAX_VALUE}
   * where products are summed.
   */
  public long room() {
    return seen.room();
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
    return new FeatureCapacity(Embedding.finite(seen.capacities(directions)), rows);
  }

  @Override
  public void close() {
    seen.close();
  }
}
