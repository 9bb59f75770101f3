package org.monosem.core.groundtruth;

/** Numbers out of range, refused by name. */
final class Check {
  private Check() {}

  static void atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, got %d".formatted(name, least, value));
    }
  }

  /** Refuses what is not in {@code [least, most]}, NaN with it. */
  static void between(String name, double least, double most, double value) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: expected %s to %s, got %s".formatted(name, least, most, value));
    }
  }

  /** Refuses what is not a finite number of at least zero. */
  static void notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s: expected a finite number of at least 0, got %s".formatted(name, value));
    }
  }
}
