package org.monosem.sae.objective;

/**
 * How the thresholds of a JumpReLU dictionary are trained; see {@link JumpReluObjective}.
 *
 * @param start every threshold at the first step, at least 0
 * @param bandwidth the width of the window around a threshold in which a pre-activation moves it,
 *     above 0, in units of the (scaled) activations
 * @param throughPreActivation whether what moves the threshold also moves the pre-activation, the
 *     other way
 */
public record JumpThreshold(double start, double bandwidth, boolean throughPreActivation) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public JumpThreshold {
    if (!(start >= 0 && Double.isFinite(start))) {
      throw new IllegalArgumentException(
          "threshold: expected to start at a finite number of at least 0, got " + start);
    }
    if (!(bandwidth > 0 && Double.isFinite(bandwidth))) {
      throw new IllegalArgumentException(
          "bandwidth: expected a finite number above 0, got " + bandwidth);
    }
  }

  /** Returns thresholds that the surrogate gradient moves, and nothing else. */
  public static JumpThreshold of(double start, double bandwidth) {
    return new JumpThreshold(start, bandwidth, false);
  }
}
