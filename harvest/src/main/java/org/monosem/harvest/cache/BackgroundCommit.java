package org.monosem.harvest.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** A pool on its way to the disk, on a thread of its own that ends with it. */
final class BackgroundCommit {
  private static final Executor OWN_THREAD =
      task -> {
        Thread thread = new Thread(task, "monosem-cache-commit");
        thread.setDaemon(true);
        thread.start();
      };

  private final RowPool pool;
  private final CompletableFuture<Void> writing;

  private BackgroundCommit(RowPool pool, CompletableFuture<Void> writing) {
    this.pool = pool;
    this.writing = writing;
  }

  /** Begins to write a pool, which must not be touched until then. */
  static BackgroundCommit begin(RowPool pool, Runnable write) {
    return new BackgroundCommit(pool, CompletableFuture.runAsync(write, OWN_THREAD));
  }

  /** Returns whether waiting would not take any time. */
  boolean isDone() {
    return writing.isDone();
  }

  /**
   * Waits for the end and returns the pool, empty again; throws what the writing threw, as it was.
   */
  RowPool await() {
    try {
      writing.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
    pool.clear();
    return pool;
  }
}
