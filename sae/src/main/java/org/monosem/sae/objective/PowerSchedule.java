package org.monosem.sae.objective;

/**
 * How the exponent of an Lp penalty falls from 1: in equal steps at equal distances over a part of
 * the run, the first of them where that part begins. A training takes at most one step down at a
 * time, so its steps after the beginning must not be fewer than the levels.
 *
 * @param end the exponent at the end, above 0, at most 1
 * @param from where the fall begins, as a fraction of the run's steps
 * @param until where it would be over, had it begun with the exponent 1: the last step down is
 *     {@code (until - from) / levels} before
 * @param levels the number of steps down, at least 1
 */
public record PowerSchedule(double end, double from, double until, int levels) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public PowerSchedule {
    if (!(end > 0 && end <= 1)) {
      throw new IllegalArgumentException("p: expected an end above 0 and at most 1, got " + end);
    }
    if (!(from >= 0 && from < until && until <= 1)) {
      throw new IllegalArgumentException(
          "p: expected to fall within 0 <= from < until <= 1, got from="
              + from
              + ", until="
              + until);
    }
    if (levels < 1) {
      throw new IllegalArgumentException("p: expected at least 1 level, got " + levels);
    }
  }

  /** Returns how many steps down have been taken at a point of the run, 0 to 1. */
  public int level(double progress) {
    if (progress < from) {
      return 0;
    }
    return (int) Math.min(levels, 1 + Math.floor((progress - from) / (until - from) * levels));
  }

  /** Returns the exponent at a level. */
  public double exponent(int level) {
    return 1 - level * ((1 - end) / levels);
  }
}
