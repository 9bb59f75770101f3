package org.monosem.core.file;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A buffered file stream that can be forced to the disk and tells a full disk from other failures.
 * A plain file stream, not a channel: interrupts do not close it.
 */
final class DurableOutput extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final List<String> FULL_DISK_REASONS =
      List.of("No space left", "not enough space", "quota exceeded", "File too large");

  private final Path path;
  private final long size;
  private final FileOutputStream file;
  private final OutputStream buffer;
  private long written;

  private DurableOutput(Path path, long size, FileOutputStream file) {
    this.path = path;
    this.size = size;
    this.file = file;
    this.buffer = new BufferedOutputStream(file, BUFFER_BYTES);
  }

  /** Opens a new file for {@code size} bytes (0 if unknown), unless the disk has less room. */
  static DurableOutput create(Path path, long size) throws IOException {
    long free = freeBytes(path);
    // Some network file systems report 0 when they do not know.
    if (free > 0 && size > free) {
      throw new DiskFullException(path, size, free, new IOException("refused before writing"));
    }
    return new DurableOutput(path, size, new FileOutputStream(path.toFile()));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      buffer.write(bytes, offset, length);
      written += length;
    } catch (IOException e) {
      throw explained(e, length);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      buffer.flush();
    } catch (IOException e) {
      throw explained(e, 0);
    }
  }

  /** Writes what is buffered and forces the file to the disk. */
  void force() throws IOException {
    flush();
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw explained(e, 0);
    }
  }

  /** Closes the file; what is still buffered after a failure is dropped. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private IOException explained(IOException failure, long length) throws IOException {
    String reason = String.valueOf(failure.getMessage());
    if (FULL_DISK_REASONS.stream().anyMatch(reason::contains)) {
      throw new DiskFullException(path, Math.max(size - written, length), freeBytes(path), failure);
    }
    return failure;
  }

  private static long freeBytes(Path path) throws IOException {
    return Files.getFileStore(Temporary.folderOf(path)).getUsableSpace();
  }
}
