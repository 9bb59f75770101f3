package org.monosem.core.hub;

import java.util.concurrent.CancellationException;

/** How long to wait before trying again. */
@FunctionalInterface
interface Backoff {
  int ATTEMPTS = 6;

  /** Waits before the attempt of this number, the second being 1. */
  void before(int attempt);

  /** Half a second, and twice as long every time. */
  static Backoff doubling() {
    return attempt -> {
      try {
        Thread.sleep(500L << (attempt - 1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for the hub");
      }
    };
  }
}
