package org.monosem.sae.training;

import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Rows {@code [x | y]}: sparse sums of directions, and a rectified linear map of them. */
final class PairedRows {
  private PairedRows() {}

  /** Makes rows whose halves have different scales. */
  static float[][] of(int count, int dIn, int dOut, long seed) {
    float[][] inputs = new SyntheticAtoms(24, dIn, count, seed).rows;
    SplittableRandom random = Seed.of(seed).named("map").random();
    float[][] map = new float[dOut][dIn];
    for (float[] row : map) {
      for (int i = 0; i < dIn; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    float[][] rows = new float[count][dIn + dOut];
    for (int r = 0; r < count; r++) {
      System.arraycopy(inputs[r], 0, rows[r], 0, dIn);
      for (int o = 0; o < dOut; o++) {
        float sum = 0;
        for (int i = 0; i < dIn; i++) {
          sum += map[o][i] * inputs[r][i];
        }
        rows[r][dIn + o] = 7 * Math.max(0, sum) + 1;
      }
    }
    return rows;
  }
}
