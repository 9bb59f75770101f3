package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/**
 * Rows that look like activations to a training: sparse sums of random directions whose frequencies
 * follow a power law.
 */
final class SyntheticActivations implements ActivationSource {
  private static final int ROWS = 16_384;
  private static final int DIRECTIONS_A_ROW = 24;

  private final int width;
  private final float[] values;

  SyntheticActivations(int width, int directions, Seed seed) {
    this.width = width;
    this.values = new float[ROWS * width];
    float[] dictionary = new float[directions * width];
    SplittableRandom random = seed.named("directions").random();
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = (float) (random.nextGaussian() / Math.sqrt(width));
    }
    SplittableRandom mixing = seed.named("rows").random();
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < DIRECTIONS_A_ROW; k++) {
        // u^3 gives low indices a density that falls off like a power law.
        int direction = (int) (Math.pow(mixing.nextDouble(), 3) * directions);
        float amplitude = (float) (0.5 + mixing.nextDouble());
        for (int i = 0; i < width; i++) {
          values[row * width + i] += amplitude * dictionary[direction * width + i];
        }
      }
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long rows() {
    return ROWS;
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
      float[] batch = new float[rows * width];
      for (int i = 0; i < rows; i++, position++) {
        if (position / ROWS != pass) {
          pass = position / ROWS;
          order = seed.at(pass).permutation(ROWS);
        }
        int row = order[(int) (position % ROWS)];
        System.arraycopy(values, row * width, batch, i * width, width);
      }
      return manager.create(batch, new Shape(rows, width));
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {}
  }
}
