package org.monosem.core;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of an {@link ActivationStream} that a thread of its own reads while the caller computes
 * on the ones before: the same rows in the same order, already converted and on the device.
 *
 * <pre>{@code
 * try (PrefetchedStream batches =
 *     PrefetchedStream.open(() -> source.open(seed, 0), 4096, manager.getDevice())) {
 *   try (NDManager scope = manager.newSubManager()) {
 *     NDArray rows = batches.next(scope);
 *   }
 * }
 * }</pre>
 *
 * <p>At most two batches are ahead of the caller, the one being read included. Only the reading
 * thread touches the source's stream: it opens, reads and closes it. What was read ahead and not
 * taken counts for nothing: whoever goes on later opens the source at the first row not taken, and
 * an error in rows that nobody took is not reported.
 *
 * <p>The caller's side belongs to one thread. Interrupting that thread does not lose rows: the
 * interrupt stays set for whoever looks next.
 */
public final class PrefetchedStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrefetchedStream.class);

  private final Supplier<ActivationStream> source;
  private final int batchRows;
  private final NDManager manager;

  /** One batch waits here; a second one waits in the hands of the thread. */
  private final BlockingQueue<Outcome> ready = new ArrayBlockingQueue<>(1);

  private final Thread thread = new Thread(this::read, "activation-prefetch");
  private volatile boolean closed;
  private @Nullable Failure failure;

  private PrefetchedStream(Supplier<ActivationStream> source, int batchRows, NDManager manager) {
    this.source = source;
    this.batchRows = batchRows;
    this.manager = manager;
  }

  private sealed interface Outcome permits Batch, Failure {}

  /** Rows, and the manager of all that was made while they were read. */
  private record Batch(NDManager scope, NDArray rows) implements Outcome {}

  private record Failure(Throwable cause) implements Outcome {}

  /**
   * Starts reading.
   *
   * @param source opens the stream; called once, on the reading thread
   * @param batchRows the number of rows of every batch, at least one
   * @param device where the batches shall lie
   * @throws IllegalArgumentException if {@code batchRows} is less than one
   */
  public static PrefetchedStream open(
      Supplier<ActivationStream> source, int batchRows, Device device) {
    if (batchRows < 1) {
      throw new IllegalArgumentException("batchRows: expected at least 1, got " + batchRows);
    }
    PrefetchedStream stream =
        new PrefetchedStream(source, batchRows, NDManager.newBaseManager(device, "PyTorch"));
    stream.thread.setDaemon(true);
    stream.thread.start();
    return stream;
  }

  /**
   * Returns the next batch; waits for it if need be.
   *
   * @param owner the owner of the result
   * @return shape {@code [batchRows, dIn]}, float32
   * @throws IllegalStateException if this stream is closed
   * @throws RuntimeException whatever the source threw when it was opened or read, itself
   */
  public NDArray next(NDManager owner) {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    Outcome outcome = failure == null ? take() : failure;
    if (outcome instanceof Failure failed) {
      failure = failed;
      throw unchecked(failed.cause());
    }
    Batch batch = (Batch) outcome;
    batch.rows().attach(owner);
    batch.scope().close();
    return batch.rows();
  }

  /**
   * Stops the thread and frees what was read ahead. Waits for the batch that is being read; a
   * source that heeds interrupts cuts that short.
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    manager.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (ActivationStream stream = source.get()) {
      while (!closed) {
        NDManager scope = manager.newSubManager();
        offer(new Batch(scope, stream.next(scope, batchRows)));
      }
    } catch (Throwable e) { // also Errors belong to the thread that waits for the rows
      LOG.debug("reading ahead ended", e);
      offer(new Failure(e));
    }
  }

  /** Waits for room, unless the stream is closed: then nobody wants it. */
  private void offer(Outcome outcome) {
    while (!closed) {
      try {
        ready.put(outcome);
        return;
      } catch (InterruptedException e) {
        LOG.trace("interrupted, as by close()", e);
      }
    }
  }

  private Outcome take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ready.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("reading activations failed", cause);
  }
}
