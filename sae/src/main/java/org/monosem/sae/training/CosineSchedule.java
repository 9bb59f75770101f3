package org.monosem.sae.training;

/**
 * A linear rise to the full learning rate, then half a cosine down to a fraction of it (Loshchilov
 * and Hutter, SGDR, 2017, without restarts).
 *
 * <p>With {@code w = warmUp steps} and {@code t = (step + 1 - w) / (steps - w)}, the factor is
 * {@code (step + 1) / w} while {@code t < 0}, then {@code end + (1 - end) (1 + cos(pi t)) / 2}. The
 * step at the end of the warm-up has 1, the last step of the run has {@code end}.
 *
 * @param warmUp the fraction of the steps that rise, 0 for none
 * @param end the factor of the last step
 */
public record CosineSchedule(double warmUp, double end) implements LearningRateSchedule {
  /**
   * Checks the fractions.
   *
   * @throws IllegalArgumentException if one is not between 0 and 1
   */
  public CosineSchedule {
    Check.fraction("warmUp", warmUp);
    Check.fraction("end", end);
  }

  @Override
  public double factor(long step, long steps) {
    double risen = warmUp * steps;
    double behind = step + 1 - risen;
    if (behind <= 0 || risen >= steps) {
      return LearningRateSchedule.rising(warmUp, step, steps);
    }
    double falling = (1 + Math.cos(Math.PI * behind / (steps - risen))) / 2;
    return end + (1 - end) * falling;
  }
}
