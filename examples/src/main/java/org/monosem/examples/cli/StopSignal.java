package org.monosem.examples.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C (and a plain kill) into a polite request: the work finishes its step, saves and
 * returns; then the program ends. The wait is bounded, so a second signal is never needed.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-signal");

  private final BooleanSupplier asked;

  /**
   * Makes a signal.
   *
   * @param asked says true once a stop is asked for in another way
   */
  StopSignal(BooleanSupplier asked) {
    this.asked = asked;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns whether the user has asked to stop. */
  @Override
  public boolean getAsBoolean() {
    return requested.get() || asked.getAsBoolean();
  }

  /** Ends work that has nothing to save. */
  void check() {
    if (getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested.get()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void stop() {
    requested.set(true);
    try {
      boolean done = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!done) {
        System.err.println("monosem: stopped without waiting for the running step");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
