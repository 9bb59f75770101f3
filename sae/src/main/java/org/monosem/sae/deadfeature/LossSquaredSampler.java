package org.monosem.sae.deadfeature;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws inputs with probability proportional to the square of their loss, independently and with
 * replacement.
 */
final class LossSquaredSampler {
  private final double[] cumulative;

  /**
   * Prepares draws.
   *
   * @param losses one loss an input, finite
   * @throws IllegalArgumentException if a loss is not finite, or all are zero
   */
  LossSquaredSampler(float[] losses) {
    cumulative = new double[losses.length];
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += (double) losses[i] * losses[i];
      cumulative[i] = sum;
    }
    if (!(sum > 0 && Double.isFinite(sum))) {
      throw new IllegalArgumentException(
          "losses: expected finite values with a sum of squares above 0, got " + sum);
    }
  }

  /** Returns the index of one input. */
  int draw(SplittableRandom random) {
    double total = cumulative[cumulative.length - 1];
    double target = Math.min(random.nextDouble() * total, Math.nextDown(total));
    int found = Arrays.binarySearch(cumulative, target);
    // An exact hit belongs to the next input: [c(i-1), c(i)) is the share of input i.
    int index = found < 0 ? -found - 1 : found + 1;
    while (index > 0 && cumulative[index] == cumulative[index - 1]) {
      index++;
    }
    return index;
  }
}
