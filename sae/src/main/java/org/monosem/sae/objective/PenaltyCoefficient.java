package org.monosem.sae.objective;

/** The rule that penalty coefficients share. */
final class PenaltyCoefficient {
  private PenaltyCoefficient() {}

  static void check(double coefficient) {
    if (!(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw new IllegalArgumentException(
          "coefficient: expected a finite number of at least 0, got " + coefficient);
    }
  }
}
