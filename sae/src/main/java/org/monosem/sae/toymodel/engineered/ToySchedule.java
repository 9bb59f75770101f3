package org.monosem.sae.toymodel.engineered;

/**
 * How long, on how much, and with which updates a model is trained.
 *
 * @param optimiser of all three arrays
 * @param batch rows of an update, all of them new, at least 1
 * @param steps updates, at least 1
 * @param penalty what {@code sum_u |h_u|} is multiplied by in the loss, at least 0; the paper's
 *     models have 0 but for one series
 */
public record ToySchedule(ToyOptimiser optimiser, int batch, long steps, double penalty) {
  /** Half the period of the learning rate, in steps. */
  static final int HALF_PERIOD = 512;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value out of range
   */
  public ToySchedule {
    Check.atLeastOne("batch", batch);
    Check.atLeastOne("steps", steps);
    Check.notNegative("penalty", penalty);
  }

  /**
   * Returns what the learning rate is multiplied by in a step, {@code (1 + cos(pi step / 512)) /
   * 2}: a cosine of period 1024 that is never restarted, as a cosine annealing over 512 steps does
   * that is stepped on and on.
   *
   * @param step from 0
   */
  public static double rateFactor(long step) {
    return (1 + Math.cos(Math.PI * (step % (2 * HALF_PERIOD)) / HALF_PERIOD)) / 2;
  }
}
