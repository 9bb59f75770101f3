package org.monosem.core.polysemanticity.ratedistortion;

/** What is demanded of a probability. */
final class Probability {
  private Probability() {}

  static void check(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": expected a number in [0, 1], got " + value);
    }
  }
}
