package org.monosem.core.polysemanticity.coding;

/**
 * Which components a power law is fitted to.
 *
 * @param first rank, from 1
 * @param last rank, at least the first; what is beyond the spectrum does not count
 * @param floor components below this share of the largest variance are left out, in [0, 1)
 */
public record FitRange(int first, int last, double floor) {
  /** Below this share of the largest variance a component is rounding. */
  public static final double FLOOR = 1e-10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public FitRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "range: expected 1 <= first <= last, got " + first + " to " + last);
    }
    if (!(floor >= 0 && floor < 1)) {
      throw new IllegalArgumentException("floor: expected a number in [0, 1), got " + floor);
    }
  }

  /** Returns all components that are not rounding. */
  public static FitRange all() {
    return of(1, Integer.MAX_VALUE);
  }

  /** Returns the components of ranks that are not rounding. */
  public static FitRange of(int first, int last) {
    return new FitRange(first, last, FLOOR);
  }
}
