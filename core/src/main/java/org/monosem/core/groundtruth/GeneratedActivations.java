package org.monosem.core.groundtruth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/**
 * Rows that are computed when they are read: any number of them, none of them kept.
 *
 * <p>The order of a pass is a permutation that needs no memory, so a stream opens anywhere at once,
 * also in the middle of 2<sup>40</sup> rows.
 */
final class GeneratedActivations implements ActivationSource {
  /** The most rows: a permutation walks over up to four times as many numbers. */
  static final long MOST_ROWS = 1L << 60;

  private final int width;
  private final long rows;
  private final RowFunction function;

  /** Computes a row from its number alone; for several threads at once. */
  @FunctionalInterface
  interface RowFunction {
    /** Writes row {@code row} to {@code target} from {@code offset} on, every place of it. */
    void write(long row, float[] target, int offset);
  }

  GeneratedActivations(int width, long rows, RowFunction function) {
    this.width = width;
    this.rows = rows;
    this.function = function;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    Check.atLeast("startRow", 0, startRow);
    return new Stream(seed, startRow);
  }

  private final class Stream implements ActivationStream {
    private final Seed seed;
    private long position;
    private RowPermutation order;

    Stream(Seed seed, long startRow) {
      this.seed = seed;
      this.position = startRow;
      this.order = new RowPermutation(rows, seed.at(startRow / rows));
    }

    @Override
    public NDArray next(NDManager manager, int count) {
      Check.atLeast("rows", 1, count);
      float[] batch = new float[Math.multiplyExact(count, width)];
      for (int row = 0; row < count; row++) {
        long place = (position + row) % rows;
        if (place == 0) {
          order = new RowPermutation(rows, seed.at((position + row) / rows));
        }
        function.write(order.row(place), batch, row * width);
      }
      position += count;
      return manager.create(batch, new Shape(count, width));
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
