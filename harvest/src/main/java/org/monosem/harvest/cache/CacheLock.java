package org.monosem.harvest.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a cache, held by one process at a time. The system takes it back when the
 * process ends in any way. While held, the file names the holder; the file itself stays.
 */
final class CacheLock implements AutoCloseable {
  static final String NAME = "writer.lock";

  private final Path file;
  private final FileChannel channel;

  private CacheLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws CacheException if somebody else holds it, named by process id
   */
  static CacheLock take(Path folder) {
    Path file = folder.resolve(NAME);
    // Channels close on interrupts: an interrupt is set aside for these few bytes.
    boolean interrupted = Thread.interrupted();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CacheException(file, "the cache is being written by " + holder(file));
      }
      channel.truncate(0);
      String self = "process " + ProcessHandle.current().pid();
      channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)));
      return new CacheLock(file, channel);
    } catch (IOException e) {
      throw new CacheException(file, "cannot be locked: " + e.getMessage(), e);
    } finally {
      restore(interrupted);
    }
  }

  /** Gives the lock back and empties the file. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try (channel) {
      channel.truncate(0);
    } catch (IOException e) {
      throw new CacheException(file, "cannot be released: " + e.getMessage(), e);
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(Path file) throws IOException {
    String holder = Files.readString(file);
    return holder.isBlank() ? "another process" : holder;
  }
}
