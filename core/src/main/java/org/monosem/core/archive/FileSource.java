package org.monosem.core.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/** The bytes of an open file. No channel: an interrupt would close it for every thread. */
public final class FileSource implements ByteSource, AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final long length;
  private boolean closed;

  private FileSource(Path path, RandomAccessFile file, long length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  /**
   * Opens a file.
   *
   * @throws TensorFileException if it is missing or unreadable
   */
  public static FileSource open(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      return new FileSource(path, file, file.length());
    } catch (IOException e) {
      throw new TensorFileException(path, e);
    }
  }

  /** Returns the file, as it was given. */
  public Path path() {
    return path;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public synchronized void read(long position, byte[] into, int offset, int count) {
    Objects.checkFromIndexSize(position, count, length);
    if (closed) {
      throw new IllegalStateException(path + " is closed");
    }
    try {
      file.seek(position);
      for (int done = 0; done < count; ) {
        int read = file.read(into, offset + done, count - done);
        if (read < 0) {
          throw new TensorFileException(
              path, "expected to keep its " + length + " bytes while open, got " + file.length());
        }
        done += read;
      }
    } catch (IOException e) {
      throw new TensorFileException(path, e);
    }
  }

  /** Returns the first bytes, fewer if the file is shorter. */
  public byte[] start(int count) {
    byte[] start = new byte[(int) Math.min(count, length)];
    read(0, start, 0, start.length);
    return start;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new TensorFileException(path, e);
    }
  }
}
