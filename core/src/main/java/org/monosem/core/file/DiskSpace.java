package org.monosem.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tells a full disk from other failures. */
final class DiskSpace {
  /** Linux, Windows, quotas, limits of a process: the systems give a text and no code. */
  private static final List<String> FULL_DISK_REASONS =
      List.of("No space left", "not enough space", "uota exceeded", "File too large");

  private DiskSpace() {}

  /** Throws if a folder's disk surely has less room than needed. */
  static void require(Path target, Path folder, long needed) throws IOException {
    long free = freeBytes(folder);
    // Some network file systems report 0 when they do not know.
    if (free > 0 && needed > free) {
      throw new DiskFullException(target, needed, free, new IOException("not begun"));
    }
  }

  /** Throws if a failure means that the disk was full, with its numbers. */
  static void explain(Path target, Path folder, long needed, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (FULL_DISK_REASONS.stream().anyMatch(reason::contains)) {
      long free = -1;
      try {
        free = freeBytes(folder);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw new DiskFullException(target, needed, free, failure);
    }
  }

  /** Returns the bytes that a file or a tree takes, as far as they can be counted. */
  static long usedBy(Path path) {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.mapToLong(each -> each.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long freeBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
