package org.monosem.core.polysemanticity.scale;

/**
 * Of the pairs of input and unit that a selection chose, the share whose input is not of the
 * feature that the unit answers to best:
 *
 * <pre>
 *   l*(u) = argmax over features l of the mean phi of u over the inputs of l
 *   FKR   = #{chosen (input, u): label(input) != l*(u)} / #{chosen (input, u)}
 * </pre>
 *
 * (L2E). Every input has one label, or none: what is chosen on an input without a label counts as
 * false. Among equal means the feature of smaller number is best; a unit that was never scored on a
 * labelled input has no best feature, and nothing chosen of it is right. One pass; memory {@code
 * units x features} numbers. Not safe for use by several threads.
 */
public final class FalseKillingRate {
  private final int units;
  private final int features;
  private final double[] phiSums;
  private final long[] scored;
  private final long[] chosen;
  private long chosenPairs;

  /**
   * Makes one that has seen nothing.
   *
   * @throws IllegalArgumentException if there are no units or no features
   */
  public FalseKillingRate(int units, int features) {
    if (units < 1 || features < 1) {
      throw new IllegalArgumentException(
          "false killing rate: expected at least one unit and one feature, got %d and %d"
              .formatted(units, features));
    }
    this.units = units;
    this.features = features;
    int cells = Math.multiplyExact(units, features);
    this.phiSums = new double[cells];
    this.scored = new long[cells];
    this.chosen = new long[cells];
  }

  /**
   * Adds one input.
   *
   * @param phi scales of the units on it, {@code [units]}, NaN where there is none
   * @param label its feature, or -1 for none
   * @param selected the units that were chosen, each once
   * @throws IllegalArgumentException if lengths or the label do not fit
   */
  public void add(double[] phi, int label, int[] selected) {
    if (phi.length != units || label < -1 || label >= features) {
      throw new IllegalArgumentException(
          "input: expected [units=%d] and a label of -1 to %d, got [%d] and %d"
              .formatted(units, features - 1, phi.length, label));
    }
    chosenPairs += selected.length;
    if (label < 0) {
      return;
    }
    for (int u = 0; u < units; u++) {
      if (!Double.isNaN(phi[u])) {
        phiSums[u * features + label] += phi[u];
        scored[u * features + label]++;
      }
    }
    for (int u : selected) {
      chosen[u * features + label]++;
    }
  }

  /** Returns the feature that a unit answers to best, or -1 if it was never scored on any. */
  public int bestFeature(int unit) {
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < features; l++) {
      int cell = unit * features + l;
      double mean = phiSums[cell] / scored[cell];
      if (mean > highest) { // false for a feature without inputs, whose mean is NaN
        highest = mean;
        best = l;
      }
    }
    return best;
  }

  /** Returns how many pairs were chosen. */
  public long chosen() {
    return chosenPairs;
  }

  /** Returns the rate, in [0, 1]; NaN if nothing was chosen. */
  public double rate() {
    long right = 0;
    for (int u = 0; u < units; u++) {
      int best = bestFeature(u);
      right += best < 0 ? 0 : chosen[u * features + best];
    }
    return 1 - (double) right / chosenPairs;
  }
}
