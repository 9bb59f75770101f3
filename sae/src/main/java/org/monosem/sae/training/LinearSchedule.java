package org.monosem.sae.training;

/**
 * A factor over a run: a linear rise from 0 to 1 over the first part, then 1, then a linear fall to
 * 0 over the last part. Parts are fractions of the run's steps, so a schedule fits a run of any
 * length.
 *
 * @param warmUp the fraction of the steps that rise, 0 for none
 * @param decay the fraction of the steps that fall, 0 for none
 */
public record LinearSchedule(double warmUp, double decay) implements LearningRateSchedule {
  /** Always 1. */
  public static final LinearSchedule CONSTANT = new LinearSchedule(0, 0);

  /**
   * Checks that both parts fit into the run.
   *
   * @throws IllegalArgumentException if a part is not between 0 and 1, or both exceed 1 together
   */
  public LinearSchedule {
    Check.fraction("warmUp", warmUp);
    Check.fraction("decay", decay);
    Check.fraction("warmUp + decay", warmUp + decay);
  }

  /**
   * Returns the factor of a step: {@code min(1, (step + 1) / (warmUp steps), (steps - step) /
   * (decay steps))}.
   *
   * @param step counted from 0
   * @param steps the length of the run
   */
  @Override
  public double factor(long step, long steps) {
    double rising = LearningRateSchedule.rising(warmUp, step, steps);
    double falling = decay == 0 ? 1 : (steps - step) / (decay * steps);
    return Math.min(rising, falling);
  }
}
