package org.monosem.sae.probing;

/**
 * What must be true of the activations for absorption to mean anything: a feature can only have
 * absorbed a concept that the activations hold.
 *
 * @param leastTokens a label needs as many distinct tokens to train on, and as many to test on
 * @param leastF1 and a probe of the activations whose F1, on tokens that it never saw, is greater
 * @param leastLabels fewer labels than this are not averaged
 */
public record ProbeRequirements(int leastTokens, double leastF1, int leastLabels) {
  /** SAEBench 0.6.0: F1 above 0.6, and 20 labels; the 5 tokens are ours. */
  public static final ProbeRequirements SAEBENCH = new ProbeRequirements(5, 0.6, 20);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ProbeRequirements {
    Check.atLeast("leastTokens", 1, leastTokens);
    Check.between("leastF1", 0, 1, leastF1);
    Check.atLeast("leastLabels", 1, leastLabels);
  }

  /** Returns the same for another number of labels. */
  public ProbeRequirements withLeastLabels(int labels) {
    return new ProbeRequirements(leastTokens, leastF1, labels);
  }
}
