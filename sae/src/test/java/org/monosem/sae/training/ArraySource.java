package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/** Rows that lie in memory, read in shuffled order as the port demands. */
final class ArraySource implements ActivationSource {
  private final float[][] data;

  ArraySource(float[][] data) {
    this.data = data;
  }

  @Override
  public int width() {
    return data[0].length;
  }

  @Override
  public long rows() {
    return data.length;
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    return new Reading(seed, startRow);
  }

  private final class Reading implements ActivationStream {
    private final Seed seed;
    private long position;
    private long pass = -1;
    private int[] order = {};

    Reading(Seed seed, long startRow) {
      this.seed = seed;
      this.position = startRow;
    }

    @Override
    public NDArray next(NDManager manager, int rows) {
      float[] values = new float[rows * width()];
      for (int i = 0; i < rows; i++, position++) {
        if (position / data.length != pass) {
          pass = position / data.length;
          order = seed.at(pass).permutation(data.length);
        }
        float[] row = data[order[(int) (position % data.length)]];
        System.arraycopy(row, 0, values, i * width(), width());
      }
      return manager.create(values, new Shape(rows, width()));
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {}
  }
}
