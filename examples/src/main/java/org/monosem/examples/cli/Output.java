package org.monosem.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Refuses a place that cannot be written before the work for it is done, not after. */
final class Output {
  private Output() {}

  static void requireFile(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "%s %s: expected a file to write, got a folder".formatted(option, file));
    }
    requireFolder(option, file.toAbsolutePath().normalize().getParent());
  }

  static void requireFolder(String option, @Nullable Path folder) {
    Path existing = folder == null ? null : folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && !Files.isDirectory(existing)) {
      throw new IllegalArgumentException(
          "%s %s: expected a folder to write in, got the file %s"
              .formatted(option, folder, existing));
    }
    if (existing != null && !Files.isWritable(existing)) {
      throw new IllegalArgumentException(
          "%s %s: expected a folder to write in, got no right to write in %s"
              .formatted(option, folder, existing));
    }
  }
}
