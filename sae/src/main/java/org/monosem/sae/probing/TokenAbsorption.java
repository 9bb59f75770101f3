package org.monosem.sae.probing;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What happened to a concept on one token: which part of it main features carry, and which others.
 *
 * @param fraction the absorption fraction, 0 to 1
 * @param full whether the main features are silent and one other feature carries the concept
 */
record TokenAbsorption(double fraction, boolean full) {
  private static final double SILENT = 1e-8;

  /**
   * The features that fire on a token.
   *
   * @param features their numbers
   * @param values their activations
   * @param cosines of their decoder rows with the probe
   * @param projections activation times decoder row, onto the unit probe
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fired(int[] features, double[] values, double[] cosines, double[] projections) {}

  /**
   * Judges a token.
   *
   * @param projection the activations' projection onto the unit probe
   * @param fired the features that fire
   * @param main the main features
   */
  static TokenAbsorption of(
      double projection, Fired fired, BitSet main, AbsorptionThresholds thresholds) {
    return new TokenAbsorption(
        fraction(projection, fired, main, thresholds), full(projection, fired, main, thresholds));
  }

  private static double fraction(
      double projection, Fired fired, BitSet main, AbsorptionThresholds thresholds) {
    double carried = 0;
    double[] absorbers = new double[fired.features().length];
    int count = 0;
    for (int i = 0; i < absorbers.length; i++) {
      double share = fired.projections()[i];
      if (main.get(fired.features()[i])) {
        carried += share;
      } else if (fired.cosines()[i] >= thresholds.fractionCosine() && share > 0) {
        absorbers[count++] = share;
      }
    }
    double absorbed = greatest(Arrays.copyOf(absorbers, count), thresholds.mostAbsorbers());
    if (carried >= projection || !(absorbed / projection >= thresholds.projectionShare())) {
      return 0;
    }
    if (carried <= 0) {
      return 1;
    }
    double missing = Math.min(absorbed, projection - carried);
    return Math.max(0, Math.min(1, missing / (missing + carried)));
  }

  private static double greatest(double[] values, int count) {
    Arrays.sort(values);
    double sum = 0;
    for (int i = Math.max(0, values.length - count); i < values.length; i++) {
      sum += values[i];
    }
    return sum;
  }

  private static boolean full(
      double projection, Fired fired, BitSet main, AbsorptionThresholds thresholds) {
    int strongest = -1;
    for (int i = 0; i < fired.features().length; i++) {
      if (main.get(fired.features()[i]) && Math.abs(fired.values()[i]) >= SILENT) {
        return false;
      }
      if (strongest < 0 || fired.projections()[i] > fired.projections()[strongest]) {
        strongest = i;
      }
    }
    return strongest >= 0
        && projection > 0
        && fired.cosines()[strongest] >= thresholds.fullCosine()
        && fired.projections()[strongest] / projection >= thresholds.projectionShare();
  }
}
