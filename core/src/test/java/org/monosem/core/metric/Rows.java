package org.monosem.core.metric;

import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Rows of made-up activations. */
final class Rows {
  private Rows() {}

  /** Gaussian values of variance one around a mean. */
  static float[][] gaussian(Seed seed, int rows, int width, double mean) {
    SplittableRandom random = seed.random();
    float[][] values = new float[rows][width];
    for (float[] row : values) {
      for (int d = 0; d < width; d++) {
        row[d] = (float) (mean + random.nextGaussian());
      }
    }
    return values;
  }
}
