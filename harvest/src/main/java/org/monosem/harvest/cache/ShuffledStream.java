package org.monosem.harvest.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationStream;

/** Serves one window of shards while a thread of its own loads the next. */
final class ShuffledStream implements ActivationStream {
  private final ReadingOrder reading;
  private final RowCodec codec;
  private final int rowBytes;
  private final ExecutorService loader = Executors.newSingleThreadExecutor(ShuffledStream::thread);

  /** What {@link #next} is being loaded with. */
  private ReadingOrder.Window loading;

  private Future<ShardWindow> next;
  private @Nullable ShardWindow current;
  private ShardWindow spare;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);
  private int row;
  private long position;

  ShuffledStream(ReadingOrder reading, Manifest manifest, ShardWindow[] windows, long startRow) {
    this.reading = reading;
    this.codec = new RowCodec(manifest.layout());
    this.rowBytes = manifest.layout().rowBytes();
    this.position = startRow;
    ReadingOrder.Place start = reading.find(startRow);
    this.row = start.row();
    this.loading = start.window();
    this.spare = windows[1];
    ShardWindow first = windows[0];
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
    ShardWindow loaded = await(next);
    if (window != null) {
      spare = window;
      row = 0;
    }
    current = loaded;
    loading = reading.after(loading);
    ReadingOrder.Window after = loading;
    ShardWindow free = spare;
    next = loader.submit(() -> free.load(reading, after));
    return loaded;
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
