package org.monosem.core.polysemanticity.scale;

/** Bins of phi whose widths are a share of the value: 64 a decade from 1e-9 to 1e12. */
final class PhiBins {
  private static final int PER_DECADE = 64;
  private static final int LOWEST = -9;
  private static final int HIGHEST = 12;

  /** The first is for what is below the others, the last for what is above. */
  static final int COUNT = (HIGHEST - LOWEST) * PER_DECADE + 2;

  private PhiBins() {}

  static int of(double phi) {
    if (!(phi > 0)) {
      return 0;
    }
    double place = (Math.log10(phi) - LOWEST) * PER_DECADE;
    return (int) Math.max(0, Math.min(COUNT - 1.0, Math.floor(place) + 1));
  }

  /** Returns the geometric middle of a bin; 0 for the first, infinity for the last. */
  static double middle(int bin) {
    if (bin == 0) {
      return 0;
    }
    return bin == COUNT - 1
        ? Double.POSITIVE_INFINITY
        : Math.pow(10, LOWEST + (bin - 0.5) / PER_DECADE);
  }
}
