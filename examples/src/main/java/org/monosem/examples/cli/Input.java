package org.monosem.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Says in plain words that a file to read is not there. */
final class Input {
  private Input() {}

  static Path requireFile(String option, Path file) {
    if (Files.isRegularFile(file)) {
      return file;
    }
    throw new IllegalArgumentException(
        Files.isDirectory(file)
            ? "%s %s: expected a file, got a folder".formatted(option, file)
            : "%s %s: no such file".formatted(option, file));
  }
}
