package org.monosem.core.polysemanticity.scale;

import java.util.List;

/**
 * How a stream is scored.
 *
 * @param warmUp outputs of each unit that are learnt from before any is scored, at least 2: the
 *     variance of few is too uncertain
 * @param thresholds values of phi for which the share of scores at or above is counted, ascending
 */
public record ScaleOptions(long warmUp, List<Double> thresholds) {
  /** Scores after 32 outputs, where the mean over normal outputs is 1.10; thresholds 10 to 1000. */
  public static final ScaleOptions DEFAULT = new ScaleOptions(32, List.of(10.0, 100.0, 1000.0));

  /**
   * Checks the numbers and copies the list.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ScaleOptions {
    if (warmUp < 2) {
      throw new IllegalArgumentException("warmUp: expected at least 2, got " + warmUp);
    }
    thresholds = List.copyOf(thresholds);
    double last = Double.NEGATIVE_INFINITY;
    for (double threshold : thresholds) {
      if (!(threshold > last)) {
        throw new IllegalArgumentException(
            "thresholds: expected ascending numbers, got " + thresholds);
      }
      last = threshold;
    }
  }
}
