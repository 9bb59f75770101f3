package org.monosem.sae.probing;

import java.util.concurrent.CancellationException;

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

  /** Ends the work if the thread is interrupted; its interrupted status stays set. */
  static void notInterrupted(String what, long done) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("%s: interrupted after %d".formatted(what, done));
    }
  }
}
