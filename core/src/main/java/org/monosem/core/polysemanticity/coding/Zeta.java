package org.monosem.core.polysemanticity.coding;

/** Riemann's zeta function on the reals above 1, to about 1e-14 of its value. */
final class Zeta {
  private static final int TERMS = 20;

  /** {@code B_2k / (2k)!}, k = 1 .. 6. */
  private static final double[] COEFFICIENTS = {
    1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000.0
  };

  private Zeta() {}

  /** Sums the first terms, and the rest by Euler and Maclaurin's formula. */
  static double of(double s) {
    if (!(s > 1)) {
      throw new IllegalArgumentException("decay: expected above 1 for a finite limit, got " + s);
    }
    double power = Math.pow(TERMS, -s);
    double rest = power * TERMS / (s - 1) + power / 2;
    double factor = s * power / TERMS; // s (s + 1) .. (s + 2k - 2) N^(-s - 2k + 1)
    for (int k = 0; k < COEFFICIENTS.length; k++) {
      rest += COEFFICIENTS[k] * factor;
      factor *= (s + 2 * k + 1) * (s + 2 * k + 2) / ((double) TERMS * TERMS);
    }
    for (int i = TERMS - 1; i >= 1; i--) {
      rest += Math.pow(i, -s);
    }
    return rest;
  }
}
