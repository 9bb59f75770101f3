package org.monosem.core.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The bytes of an open file at any position, for any thread: copied out, or mapped into memory.
 *
 * <p>Why values are copied: reading through a map of a file that someone truncates ends in an
 * {@link InternalError} at a place of the virtual machine's choosing (in native code it ends the
 * process), pages of a map count as resident memory, and Java 17 cannot unmap. A short read is an
 * ordinary failure, and the heap stays flat. The price is small: floats in the page cache took 0.30
 * s of processor time per GiB, against 0.19 s through a map, both faster than disks. A map is for
 * those who ask for it.
 *
 * <p>Why copies need no channel: an interrupt closes a channel for every thread that reads from it.
 */
final class FileBytes implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final long length;
  private boolean closed;

  private FileBytes(Path path, RandomAccessFile file, long length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  static FileBytes open(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      return new FileBytes(path, file, file.length());
    } catch (IOException e) {
      throw new SafetensorsException(path, e);
    }
  }

  /** Returns the bytes that the file had when it was opened. */
  long length() {
    return length;
  }

  /**
   * Copies bytes from the file.
   *
   * @throws IllegalStateException if the file is closed
   * @throws SafetensorsException if the file has become shorter, or fails
   */
  synchronized void read(long position, byte[] into, int offset, int count) {
    requireOpen();
    try {
      file.seek(position);
      int done = 0;
      while (done < count) {
        int read = file.read(into, offset + done, count - done);
        if (read < 0) {
          throw shortened();
        }
        done += read;
      }
    } catch (IOException e) {
      throw new SafetensorsException(path, e);
    }
  }

  /**
   * Maps a range of the file into memory, for reading.
   *
   * @throws IllegalStateException if the file is closed
   * @throws SafetensorsException if the file has become shorter, or cannot be mapped
   */
  synchronized MappedByteBuffer map(long position, int count) {
    requireOpen();
    try {
      // In a thread that nobody else knows: an interrupt during the call would close the file.
      return CompletableFuture.supplyAsync(
              () -> mapNow(position, count), task -> new Thread(task, "monosem-map").start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SafetensorsException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private MappedByteBuffer mapNow(long position, int count) {
    try {
      if (position + count > file.length()) {
        throw shortened();
      }
      return file.getChannel().map(MapMode.READ_ONLY, position, count);
    } catch (IOException e) {
      throw new SafetensorsException(path, e);
    }
  }

  private SafetensorsException shortened() throws IOException {
    return new SafetensorsException(
        path, "file must keep its " + length + " bytes while open", file.length());
  }

  /** Returns a stream over a range of the file. */
  InputStream stream(long position, long count) {
    return new RangeStream(this, position, count);
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException(path + " is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new SafetensorsException(path, e);
    }
  }
}
