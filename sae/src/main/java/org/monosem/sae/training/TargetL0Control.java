package org.monosem.sae.training;

/**
 * Turns the coefficient of a penalty until as many features fire as wished for.
 *
 * <p>After every {@value #INTERVAL} steps it compares the mean L0 of these steps with the target,
 * {@code e = log(L0 / targetL0)}, within {@code [-1, 1]}, and multiplies the coefficient with
 *
 * <pre>{@code
 * exp(r (proportional (e - before) + min(0.5, integral INTERVAL / steps) e))
 * }</pre>
 *
 * where {@code before} is the comparison before, {@code steps} the length of the run, and {@code r}
 * the factor of the learning-rate schedule: as the weights come to rest, so does the coefficient.
 * It stays within a factor {@code reach} of the recipe's. While the penalty warms up, the
 * coefficient may only fall: too many active features say nothing then, too few do (a penalty that
 * is far too strong would silence features for good before its warm-up ends).
 *
 * <p>The law is a proportional-integral control of the logarithm in its incremental form, which
 * needs no guard against wind-up at its bounds. It is this library's own: published recipes state
 * coefficients, and dictionary_learning's quadratic loss ({@link
 * org.monosem.sae.objective.SparsityLoss.Quadratic}) needs JumpReLU's gradient of L0.
 *
 * @param targetL0 active features a row, mean over rows
 * @param integral by what power of e the coefficient grows over a whole run at {@code e = 1}
 * @param proportional by what power of e it follows a change of {@code e} by one
 * @param reach the most that the coefficient may be multiplied or divided by
 */
public record TargetL0Control(double targetL0, double integral, double proportional, double reach)
    implements PenaltyControl {
  /** Steps between two changes: as many as a device may have before it. */
  public static final int INTERVAL = TrainingStep.WINDOW;

  private static final double INTEGRAL = 40;
  private static final double PROPORTIONAL = 0.5;
  private static final double REACH = 1000;
  private static final double MOST_ERROR = 1;

  /** Runs of few steps must not answer faster than the weights can. */
  private static final double MOST_GAIN = 0.5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public TargetL0Control {
    requirePositive("targetL0", targetL0);
    requirePositive("integral", integral);
    if (!(proportional >= 0 && Double.isFinite(proportional))) {
      throw new IllegalArgumentException(
          "proportional: expected a finite number of at least 0, got " + proportional);
    }
    if (!(reach > 1 && Double.isFinite(reach))) {
      throw new IllegalArgumentException(
          "reach: expected a finite number of more than 1, got " + reach);
    }
  }

  /**
   * Returns the control with its usual speed: from a coefficient that is wrong by a factor of ten
   * it needs about a tenth of the run.
   *
   * @throws IllegalArgumentException if the target is not more than 0
   */
  public static TargetL0Control of(double targetL0) {
    return new TargetL0Control(targetL0, INTEGRAL, PROPORTIONAL, REACH);
  }

  /** Returns the same control with another target. */
  public TargetL0Control withTargetL0(double value) {
    return new TargetL0Control(value, integral, proportional, reach);
  }

  /** Returns how far the measured L0 is from the target, as a logarithm within [-1, 1]. */
  double error(double l0) {
    return Math.max(-MOST_ERROR, Math.min(MOST_ERROR, Math.log(l0 / targetL0)));
  }

  /**
   * Returns the logarithm of the coefficient's factor after a comparison.
   *
   * @param level the logarithm before
   * @param error of the last interval
   * @param before of the interval before
   * @param at where the run stands
   */
  double next(double level, double error, double before, At at) {
    double gain = Math.min(MOST_GAIN, integral * INTERVAL / at.steps());
    double change = proportional * (error - before) + gain * error;
    double allowed = at.warmingUp() ? Math.min(0, change) : change;
    double bound = Math.log(reach);
    return Math.max(-bound, Math.min(bound, level + at.rateFactor() * allowed));
  }

  /**
   * Where a run stands.
   *
   * @param steps the length of the run
   * @param rateFactor of the learning-rate schedule
   * @param warmingUp whether the penalty is still rising
   */
  record At(long steps, double rateFactor, boolean warmingUp) {}

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": expected a finite number of more than 0, got " + value);
    }
  }
}
