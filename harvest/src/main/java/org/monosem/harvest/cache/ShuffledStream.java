package org.monosem.harvest.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationStream;

/**
 * Serves one window of shards while a thread of its own loads the next; with room for one window
 * only, the rows wait for each to be loaded. Their order is the same.
 */
final class ShuffledStream implements ActivationStream {
  private final ReadingOrder reading;
  private final RowCodec codec;
  private final int rowBytes;
  private final ExecutorService loader = Executors.newSingleThreadExecutor(ShuffledStream::thread);

  /** What was loaded last, or is being loaded. */
  private ReadingOrder.Window loading;

  /** Null while nothing is read ahead. */
  private @Nullable Future<ShardWindow> next;

  private @Nullable ShardWindow current;

  /** Not in use while another is read; null where there is one window only. */
  private @Nullable ShardWindow spare;

  private ByteBuffer staging = ByteBuffer.allocateDirect(0);
  private int row;
  private long position;

  /** Starts reading into {@code first}; {@code second} is null if nothing is to be read ahead. */
  ShuffledStream(
      ReadingOrder reading,
      Manifest manifest,
      ShardWindow first,
      @Nullable ShardWindow second,
      long startRow) {
    this.reading = reading;
    this.codec = new RowCodec(manifest.layout());
    this.rowBytes = manifest.layout().rowBytes();
    this.position = startRow;
    ReadingOrder.Place start = reading.find(startRow);
    this.row = start.row();
    this.loading = start.window();
    this.spare = second;
    this.next = loader.submit(() -> first.load(reading, start.window()));
  }

  @Override
  public NDArray next(NDManager manager, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows: expected at least 1, got " + rows);
    } else if (loader.isShutdown()) {
      throw new IllegalStateException("the stream is closed");
    }
    reserve(rows);
    for (int i = 0; i < rows; i++) {
      window().copy(row++, staging, i * rowBytes);
    }
    position += rows;
    return codec.decode(manager, staging, rows);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void close() {
    loader.shutdownNow();
  }

  private void reserve(int rows) {
    if ((long) rows * rowBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "rows: a batch takes less than 2 GiB in the cache's type, got " + rows + " rows");
    }
    if (staging.capacity() < rows * rowBytes) {
      staging = ByteBuffer.allocateDirect(rows * rowBytes);
    }
  }

  /** Returns the window that holds the next row. */
  private ShardWindow window() {
    ShardWindow window = current;
    if (window != null && row < window.rows()) {
      return window;
    }
    Future<ShardWindow> ahead = next;
    if (ahead == null) { // then there is but this one window
      ahead = load(Objects.requireNonNull(window));
      next = ahead;
    }
    ShardWindow loaded = await(ahead);
    if (window != null) {
      spare = window == loaded ? null : window;
      row = 0;
    }
    current = loaded;
    next = spare == null ? null : load(spare);
    return loaded;
  }

  private Future<ShardWindow> load(ShardWindow free) {
    loading = reading.after(loading);
    ReadingOrder.Window window = loading;
    return loader.submit(() -> free.load(reading, window));
  }

  /** Waits through interrupts, which stay set for whoever looks next. */
  private static ShardWindow await(Future<ShardWindow> loading) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return loading.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CacheException failure) {
        throw failure;
      }
      throw new IllegalStateException("loading shards failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "activation-cache-reader");
    thread.setDaemon(true);
    return thread;
  }
}
