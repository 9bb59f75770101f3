package org.monosem.sae.training;

/**
 * The factor on the learning rate over a run, between 0 and 1. Parts of a run are fractions of its
 * steps, so a schedule fits a run of any length.
 */
public sealed interface LearningRateSchedule
    permits LinearSchedule, CosineSchedule, ConstantSchedule {

  /** Returns the fraction of the steps that rise linearly to the full rate, 0 for none. */
  double warmUp();

  /**
   * Returns the factor of a step.
   *
   * @param step counted from 0
   * @param steps the length of the run
   */
  double factor(long step, long steps);

  /** Returns {@code min(1, (step + 1) / (warmUp steps))}: the last step of the warm-up has 1. */
  static double rising(double warmUp, long step, long steps) {
    return warmUp == 0 ? 1 : Math.min(1, (step + 1) / (warmUp * steps));
  }
}
