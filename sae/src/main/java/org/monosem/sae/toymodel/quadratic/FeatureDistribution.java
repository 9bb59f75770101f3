package org.monosem.sae.toymodel.quadratic;

/**
 * How a feature's value is distributed: zero but with probability {@code p}, and then by a shape.
 * Gives {@code F}, the variance of the squared value where the value's variance is 1: the kurtosis
 * less one.
 *
 * @see QuadraticModel
 */
public enum FeatureDistribution {
  /** Uniform between minus and plus a bound: {@code F = 9 / (5 p) - 1}. */
  UNIFORM(9.0 / 5),
  /** Normal: {@code F = 3 / p - 1}. */
  GAUSSIAN(3),
  /** Minus or plus a value: {@code F = 1 / p - 1}. */
  SIGN(1);

  private final double kurtosis;

  FeatureDistribution(double kurtosis) {
    this.kurtosis = kurtosis;
  }

  /**
   * Returns {@code F = kurtosis / p - 1}; features share dimensions where it is above 2.
   *
   * @param probability that the feature is present, in (0, 1]
   * @throws IllegalArgumentException if it is not
   */
  public double squareVariance(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability: expected a number in (0, 1], got " + probability);
    }
    return kurtosis / probability - 1;
  }
}
