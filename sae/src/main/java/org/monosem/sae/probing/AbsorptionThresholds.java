package org.monosem.sae.probing;

/**
 * When a feature counts as having absorbed another, in SAEBench's numbers.
 *
 * @param fullCosine full absorption: the least cosine of the strongest feature with the probe
 * @param fractionCosine absorption fraction: the least cosine of an absorbing feature
 * @param projectionShare both: the least share of the projection that absorbing features carry
 * @param mostAbsorbers absorption fraction: the most features that absorb together
 */
public record AbsorptionThresholds(
    double fullCosine, double fractionCosine, double projectionShare, int mostAbsorbers) {
  /** SAEBench 0.6.0: 0.025, 0.1, 0.4 and 3. */
  public static final AbsorptionThresholds SAEBENCH = new AbsorptionThresholds(0.025, 0.1, 0.4, 3);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public AbsorptionThresholds {
    Check.between("fullCosine", -1, 1, fullCosine);
    Check.between("fractionCosine", -1, 1, fractionCosine);
    Check.between("projectionShare", 0, Double.MAX_VALUE, projectionShare);
    Check.atLeast("mostAbsorbers", 1, mostAbsorbers);
  }
}
