package org.monosem.sae.evaluation;

import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Which position's activation stands in for which in resample ablation. */
final class Resampling {
  private Resampling() {}

  /**
   * Returns a uniformly random permutation of {@code 0 .. length-1} that is one cycle (Sattolo
   * 1986), so that no element stays in its place unless it is alone.
   */
  static int[] cycle(int length, Seed seed) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = i;
    }
    SplittableRandom random = seed.random();
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
