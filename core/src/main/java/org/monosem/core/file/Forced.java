package org.monosem.core.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Forces to the disk what the system may still hold in memory. */
final class Forced {
  private static final boolean FOLDERS_OPEN =
      !System.getProperty("os.name", "").startsWith("Windows");

  private Forced() {}

  /** Forces every file and folder of a tree, the root included. */
  static void tree(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        folder(path);
      } else if (Files.isRegularFile(path)) {
        file(path);
      }
    }
  }

  /** Forces one file. */
  static void file(Path file) throws IOException {
    force(file, StandardOpenOption.WRITE);
  }

  /** Forces the entries of a folder, where the system can (Windows cannot, and need not). */
  static void folder(Path folder) throws IOException {
    if (FOLDERS_OPEN) {
      force(folder, StandardOpenOption.READ);
    }
  }

  /** Channels close on interrupts: sets the interrupt aside until the work is done. */
  private static void force(Path path, StandardOpenOption mode) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      force(path, mode);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
