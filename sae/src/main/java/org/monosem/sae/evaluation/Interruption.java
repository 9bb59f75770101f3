package org.monosem.sae.evaluation;

import java.util.Locale;
import java.util.concurrent.CancellationException;

/** How an evaluation ends early: its thread is interrupted, and it says how far it got. */
final class Interruption {
  private Interruption() {}

  /** Throws if the thread is interrupted; its interrupted status stays set. */
  static void check(String what, long done, String unit) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          String.format(Locale.ROOT, "%s: interrupted after %d %s", what, done, unit));
    }
  }
}
