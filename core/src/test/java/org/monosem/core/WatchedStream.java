package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes who reads a stream, and what it made for them. */
final class WatchedStream implements ActivationStream {
  private final ActivationStream stream;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final List<NDArray> made = new CopyOnWriteArrayList<>();
  private Before before = (read, scope) -> {};
  private volatile boolean closed;

  WatchedStream(ActivationStream stream) {
    this.stream = stream;
  }

  /** What happens before a batch is read. */
  interface Before {
    void read(int number, NDManager scope);
  }

  void before(Before action) {
    before = action;
  }

  @Override
  public NDArray next(NDManager manager, int rows) {
    threads.add(Thread.currentThread());
    before.read(made.size(), manager);
    NDArray batch = stream.next(manager, rows);
    made.add(batch);
    return batch;
  }

  @Override
  public long position() {
    return stream.position();
  }

  @Override
  public void close() {
    threads.add(Thread.currentThread());
    stream.close();
    closed = true;
  }

  Set<Thread> threads() {
    return threads;
  }

  Thread thread() {
    return threads.iterator().next();
  }

  List<NDArray> made() {
    return made;
  }

  boolean closed() {
    return closed;
  }

  /** Waits until so many batches were made. */
  void awaitRead(int batches) {
    while (made.size() < batches) {
      Thread.onSpinWait();
    }
  }

  /** Waits until the reading thread waits for somebody. */
  void awaitIdle() {
    while (threads.isEmpty() || thread().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
