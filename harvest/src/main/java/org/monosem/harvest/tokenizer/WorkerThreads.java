package org.monosem.harvest.tokenizer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Daemon threads that take tasks in their order, and are gone when this is closed. */
final class WorkerThreads implements Executor, AutoCloseable {
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ExecutorService tasks;

  WorkerThreads(String name, int count) {
    this.tasks =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name + "-" + (threads.size() + 1));
              thread.setDaemon(true);
              threads.add(thread);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    tasks.execute(task);
  }

  /** Waits for the tasks that are there, also when interrupted, which leaves the interrupt set. */
  @Override
  public void close() {
    tasks.shutdown();
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= joined(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a thread's end; returns whether there was an interrupt meanwhile. */
  private static boolean joined(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
