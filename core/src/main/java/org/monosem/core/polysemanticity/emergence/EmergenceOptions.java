package org.monosem.core.polysemanticity.emergence;

/**
 * How paths are counted.
 *
 * @param threshold a node is active if its activation is larger; finite
 * @param rule which nodes a path may pass
 */
public record EmergenceOptions(double threshold, CountingRule rule) {
  /** The threshold of the paper. */
  public static final double THRESHOLD = 0.05;

  /**
   * Checks the threshold.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public EmergenceOptions {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold: expected a finite number, got " + threshold);
    }
  }

  /** Returns {@value #THRESHOLD} and {@link CountingRule#INNER_ACTIVE}. */
  public static EmergenceOptions standard() {
    return new EmergenceOptions(THRESHOLD, CountingRule.INNER_ACTIVE);
  }
}
