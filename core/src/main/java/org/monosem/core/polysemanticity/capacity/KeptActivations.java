package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/**
 * Keeps every activation that is not zero, row by row, for units so many that their pairs cannot be
 * kept. On the Java heap, 12 bytes an activation.
 */
final class KeptActivations implements CoActivity {
  /** Activations of dense rows brought to the host at once. */
  private static final int AT_ONCE = 1 << 22;

  private final int width;
  private final int most;
  private int rows;
  private int[] offsets = new int[1024];
  private int[] units = new int[1024];
  private double[] values = new double[1024];

  /**
   * Begins with no rows.
   *
   * @param width the number of units
   * @param most how many activations there is room for
   */
  KeptActivations(int width, int most) {
    this.width = width;
    this.most = most;
  }

  @Override
  public void add(NDArray activations) {
    int before = rows;
    long count = activations.getShape().get(0);
    int step = Math.max(1, AT_ONCE / width);
    for (long begin = 0; begin < count; begin += step) {
      long end = Math.min(count, begin + step);
      try (NDArray block = activations.get(new NDIndex("%d:%d".formatted(begin, end)));
          NDArray wide = block.toType(DataType.FLOAT64, true)) {
        addDense(wide.toDoubleArray());
      } catch (IllegalArgumentException e) {
        rows = before;
        throw e;
      }
    }
  }

  private void addDense(double[] dense) {
    reserve(Arrays.stream(dense).filter(value -> value != 0).count());
    for (int begin = 0; begin < dense.length; begin += width) {
      int at = offsets[rows];
      for (int unit = 0; unit < width; unit++) {
        if (dense[begin + unit] != 0) {
          units[at] = unit;
          values[at++] = dense[begin + unit];
        }
      }
      endRow(at);
    }
  }

  @Override
  public void add(FeatureActivations features) {
    reserve(features.activeCount());
    for (int row = 0; row < features.rows(); row++) {
      int at = offsets[rows];
      for (int k = features.begin(row); k < features.end(row); k++) {
        units[at] = features.feature(k);
        values[at++] = features.value(k);
      }
      endRow(at);
    }
  }

  @Override
  public long room() {
    return most - (long) offsets[rows];
  }

  @Override
  public void addAll(CoActivity other) {
    KeptActivations more = (KeptActivations) other;
    int count = more.offsets[more.rows];
    reserve(count);
    int at = offsets[rows];
    System.arraycopy(more.units, 0, units, at, count);
    System.arraycopy(more.values, 0, values, at, count);
    int begun = more.rows;
    for (int row = 1; row <= begun; row++) {
      endRow(at + more.offsets[row]);
    }
  }

  @Override
  public double[] capacities(boolean directions) {
    return new SparseCapacities(this, directions).all();
  }

  int width() {
    return width;
  }

  int rows() {
    return rows;
  }

  /** Returns the entry that a row begins with; of {@link #rows} how many entries there are. */
  int begin(int row) {
    return offsets[row];
  }

  int unit(int entry) {
    return units[entry];
  }

  double value(int entry) {
    return values[entry];
  }

  private void endRow(int end) {
    rows++;
    if (rows == offsets.length) {
      offsets = Arrays.copyOf(offsets, grown(rows + 1L, Integer.MAX_VALUE - 8));
    }
    offsets[rows] = end;
  }

  private void reserve(long more) {
    long needed = offsets[rows] + more;
    if (needed > most) {
      throw new IllegalArgumentException(
          "activations: expected at most %d that are not zero, of %d units, got %d"
              .formatted(most, width, needed));
    }
    if (needed > units.length) {
      int room = grown(needed, most);
      units = Arrays.copyOf(units, room);
      values = Arrays.copyOf(values, room);
    }
  }

  private static int grown(long needed, int most) {
    return (int) Math.min(Math.max(needed, needed * 3 / 2), Math.max(needed, most));
  }

  @Override
  public void close() {
    rows = 0;
    units = new int[0];
    values = new double[0];
  }
}
