package org.monosem.sae.training;

/**
 * A linear rise to the full learning rate, which then stays: {@code min(1, (step + 1) / (warmUp
 * steps))}.
 *
 * @param warmUp the fraction of the steps that rise, 0 for none
 */
public record ConstantSchedule(double warmUp) implements LearningRateSchedule {
  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public ConstantSchedule {
    Check.fraction("warmUp", warmUp);
  }

  @Override
  public double factor(long step, long steps) {
    return LearningRateSchedule.rising(warmUp, step, steps);
  }
}
