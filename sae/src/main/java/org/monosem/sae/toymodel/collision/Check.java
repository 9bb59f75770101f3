package org.monosem.sae.toymodel.collision;

/** Refuses settings that are out of range. */
final class Check {
  private Check() {}

  static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }

  static void above(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": expected a finite number above 0, got " + value);
    }
  }

  static void notBelow(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": expected a finite number of at least 0, got " + value);
    }
  }
}
