package org.monosem.sae.feature;

/**
 * The range {@code [0, 2^k)} with the smallest {@code k} that holds every value seen, cut into
 * equal bins.
 *
 * <p>When a value lies beyond, the range doubles as often as needed and neighbouring bins are
 * merged in pairs; so what a bin holds at the end does not depend on the order of the values.
 */
final class DyadicRange {
  private double end;

  /** Returns the end of the range; zero before the first value. */
  double end() {
    return end;
  }

  /** Returns how often the range must double to hold a value; sets the range at the first value. */
  int doublingsFor(float value) {
    if (end == 0) {
      end = endFor(value);
      return 0;
    }
    return value < end ? 0 : Math.getExponent(endFor(value)) - Math.getExponent(end);
  }

  /** Doubles the range once; the caller merges its bins. */
  void grow() {
    end *= 2;
  }

  /** Returns the bin of a value within the range; exact, because the range is a power of two. */
  int bin(float value, int bins) {
    return (int) (value * (bins / end));
  }

  private static double endFor(float value) {
    return Math.scalb(1.0, Math.getExponent(value) + 1);
  }
}
