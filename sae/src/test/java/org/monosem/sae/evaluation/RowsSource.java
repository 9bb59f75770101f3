package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/** An activation source over rows in memory; every pass in an order of its own. */
final class RowsSource implements ActivationSource {
  private final float[][] data;

  RowsSource(float[][] data) {
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
    return new Stream(data, seed, startRow);
  }

  private static final class Stream implements ActivationStream {
    private final float[][] data;
    private final Seed seed;
    private long position;

    Stream(float[][] data, Seed seed, long position) {
      this.data = data;
      this.seed = seed;
      this.position = position;
    }

    @Override
    public NDArray next(NDManager manager, int rows) {
      float[][] batch = new float[rows][];
      for (int r = 0; r < rows; r++, position++) {
        int[] order = seed.at(position / data.length).permutation(data.length);
        batch[r] = data[order[(int) (position % data.length)]];
      }
      return manager.create(batch);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {}
  }
}
