package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.ActivationStream;
import org.monosem.core.FeatureActivations;

/**
 * Collects for each of some units the strongest examples of a stream whose activation is positive
 * and exceeds a share of the unit's maximum.
 *
 * <p>The maximum is the largest activation of the stream itself, and one pass is enough: the
 * threshold only rises, so what it drops is dropped for good. Or maxima are given that are known
 * from a larger corpus. Which examples are kept depends on the rows alone, not on their order or
 * batches; of equally strong ones the first document, then the first position. Reading rows twice
 * changes nothing.
 *
 * <p>Holds at most {@link ExampleOptions#inputBytes} of inputs for the units chosen, less where
 * units share a row.
 */
public final class ExampleCollector {
  /** Activations that {@link #read} has in one batch: 64 MB. */
  private static final int ACTIVATIONS_AT_ONCE = 1 << 24;

  private final int[] units;
  private final ExampleOptions options;
  private final List<StrongestExamples> strongest = new ArrayList<>();
  private final int[] slots;
  private long rows;

  private ExampleCollector(int[] units, ExampleOptions options) {
    this.units = units.clone();
    this.options = options;
    this.slots = new int[Slots.count(units)];
    Slots.fill(slots, units);
  }

  /**
   * Returns an empty collector that finds the units' maxima itself.
   *
   * @param units the numbers of the units to look at, at least one, none twice
   * @throws IllegalArgumentException if they are not
   */
  public static ExampleCollector create(int[] units, ExampleOptions options) {
    ExampleCollector collector = new ExampleCollector(units, options);
    for (int i = 0; i < units.length; i++) {
      collector.strongest.add(StrongestExamples.ofUnknownMaximum(options));
    }
    return collector;
  }

  /**
   * Returns an empty collector for units whose maxima are known.
   *
   * @param units as for {@link #create(int[], ExampleOptions)}
   * @param maxima for each of them the activation that the options' share is taken of; 0 for a unit
   *     that never fires
   * @throws IllegalArgumentException if there is not one for each, finite and not negative
   */
  public static ExampleCollector create(int[] units, double[] maxima, ExampleOptions options) {
    ExampleCollector collector = new ExampleCollector(units, options);
    if (maxima.length != units.length) {
      throw new IllegalArgumentException(
          "maxima: expected one a unit, " + units.length + ", got " + maxima.length);
    }
    for (int i = 0; i < units.length; i++) {
      if (!(maxima[i] >= 0 && maxima[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "maxima: expected finite numbers of at least 0, got %s for unit %d"
                .formatted(maxima[i], units[i]));
      }
      collector.strongest.add(StrongestExamples.ofMaximum(options, maxima[i]));
    }
    return collector;
  }

  /**
   * Takes in a batch of dense activations, as neurons have.
   *
   * @param inputs {@code z [rows, dIn]}, float32
   * @param activations {@code [rows, units of the layer]}, float32, finite
   * @param places where each row comes from
   * @throws IllegalArgumentException if the arrays do not fit each other or the units
   */
  public void accept(NDArray inputs, NDArray activations, RowPlaces places) {
    Shape shape = activations.getShape();
    if (shape.dimension() != 2 || activations.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "activations: expected float32 [rows, units], got "
              + activations.getDataType()
              + " "
              + shape);
    }
    int width = (int) shape.get(1);
    BatchInputs batch = batch(inputs, places, shape.get(0), width);
    float[] values = activations.toFloatArray();
    for (int row = 0; row < places.rows(); row++) {
      for (int slot = 0; slot < units.length; slot++) {
        offer(slot, values[row * width + units[slot]], row, batch);
      }
    }
    rows += places.rows();
  }

  /**
   * Takes in a batch of sparse activations, as features have.
   *
   * @param inputs {@code z [rows, dIn]}, float32
   * @param activations of those rows, finite
   * @param places where each row comes from
   * @throws IllegalArgumentException if the arrays do not fit each other or the units
   */
  public void accept(NDArray inputs, FeatureActivations activations, RowPlaces places) {
    BatchInputs batch = batch(inputs, places, activations.rows(), activations.dSae());
    for (int row = 0; row < places.rows(); row++) {
      for (int k = activations.begin(row); k < activations.end(row); k++) {
        int feature = activations.feature(k);
        if (feature < slots.length && slots[feature] >= 0) {
          offer(slots[feature], activations.value(k), row, batch);
        }
      }
    }
    rows += places.rows();
  }

  /**
   * Takes in the next rows of a stream, of which nothing but their number in it is known.
   *
   * @param stream rows of the width that the units read
   * @param measured the units' layer
   * @param scope owns what lives during the reading, in a manager of its own
   * @param count how many rows
   */
  public void read(ActivationStream stream, EmbeddedUnits measured, NDManager scope, long count) {
    int atOnce = Math.max(1, Math.min(4096, ACTIVATIONS_AT_ONCE / measured.weights().units()));
    for (long left = count; left > 0; left -= Math.min(left, atOnce)) {
      try (NDManager batch = scope.newSubManager()) {
        int size = (int) Math.min(left, atOnce);
        RowPlaces places = RowPlaces.numbered(stream.position(), size);
        measured.collect(stream.next(batch, size), places, this);
      }
    }
  }

  /** Returns how many rows were taken in. */
  public long rows() {
    return rows;
  }

  /**
   * Takes in all that another one has, and leaves that one as it was.
   *
   * @return this
   * @throws IllegalArgumentException if the other one has other units, maxima or options
   */
  public ExampleCollector combine(ExampleCollector other) {
    requireSame(other);
    for (int slot = 0; slot < units.length; slot++) {
      strongest.get(slot).takeIn(other.strongest.get(slot));
    }
    rows += other.rows;
    return this;
  }

  /** Returns the examples of every unit chosen, in the order of the choice. */
  public List<UnitExamples> value() {
    List<UnitExamples> all = new ArrayList<>();
    for (int slot = 0; slot < units.length; slot++) {
      all.add(strongest.get(slot).of(units[slot]));
    }
    return List.copyOf(all);
  }

  private void offer(int slot, float activation, int row, BatchInputs batch) {
    if (!Float.isFinite(activation)) {
      throw new IllegalArgumentException(
          "activations: expected finite numbers, got %s for unit %d in row %d"
              .formatted(activation, units[slot], row));
    }
    StrongestExamples of = strongest.get(slot);
    if (of.exceeds(activation)) {
      Example example = batch.example(row, activation);
      if (of.wants(example)) {
        of.keep(example, batch.input(row));
      }
    }
  }

  private BatchInputs batch(NDArray inputs, RowPlaces places, long count, int width) {
    if (slots.length > width) {
      throw new IllegalArgumentException(
          "activations: expected at least %d units, got %d".formatted(slots.length, width));
    }
    return BatchInputs.of(inputs, places, count);
  }

  private void requireSame(ExampleCollector other) {
    boolean same = Arrays.equals(units, other.units) && options.equals(other.options);
    for (int slot = 0; same && slot < units.length; slot++) {
      same = strongest.get(slot).sameThreshold(other.strongest.get(slot));
    }
    if (!same) {
      throw new IllegalArgumentException(
          "collectors: expected the same units, maxima and options, %s, got %s"
              .formatted(options, other.options));
    }
  }
}
