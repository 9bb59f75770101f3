package org.monosem.core.polysemanticity.scale;

/**
 * A threshold of phi that follows a target rate: after each batch
 *
 * <pre>
 *   tau += eta (rate - target)
 * </pre>
 *
 * a stochastic step towards the quantile at which a share {@code target} of all outputs is chosen,
 * at a cost that does not grow with the units. L2E has a moving threshold with this aim; its exact
 * update is in an appendix that we have not seen, so the step is ours.
 *
 * @param tau where it stands
 * @param eta how far it moves for a rate that is off by 1, above 0: the larger, the faster it
 *     follows and the more it shakes
 * @param target the share of outputs to choose, in (0, 1)
 */
public record MovingThreshold(double tau, double eta, double target) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public MovingThreshold {
    if (!Double.isFinite(tau)) {
      throw new IllegalArgumentException("tau: expected a finite number, got " + tau);
    }
    if (!(eta > 0 && Double.isFinite(eta))) {
      throw new IllegalArgumentException("eta: expected a finite number above 0, got " + eta);
    }
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException("target: expected a number in (0, 1), got " + target);
    }
  }

  /** Returns what it chooses where it stands. */
  public PhiSelection.AtLeast selection() {
    return new PhiSelection.AtLeast(tau);
  }

  /** Returns the threshold after a batch of which it chose a share {@code rate}. */
  public MovingThreshold after(double rate) {
    return new MovingThreshold(tau + eta * (rate - target), eta, target);
  }
}
