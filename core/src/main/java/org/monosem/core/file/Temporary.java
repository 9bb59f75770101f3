package org.monosem.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary siblings of a target: their names, and their end. */
final class Temporary {
  private static final Logger LOG = LoggerFactory.getLogger(Temporary.class);

  private Temporary() {}

  /** Returns a name that nobody else uses, {@code name.tmp-<pid>-<random>}. */
  static Path beside(Path target) {
    String random = UUID.randomUUID().toString().substring(24);
    return folderOf(target)
        .resolve(nameOf(target) + ".tmp-" + ProcessHandle.current().pid() + "-" + random);
  }

  /** Returns the folder in which an absolute path lies. */
  static Path folderOf(Path target) {
    return Objects.requireNonNullElse(target.getParent(), target);
  }

  /** Deletes the temporaries of a target; returns how many there were. */
  static int deleteAll(Path target) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(nameOf(target)) + "\\.tmp-[0-9]+-[0-9a-f]{12}");
    List<Path> leftovers = new ArrayList<>();
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folderOf(target))) {
      for (Path sibling : siblings) {
        if (name.matcher(nameOf(sibling)).matches()) {
          leftovers.add(sibling);
        }
      }
    }
    leftovers.forEach(Temporary::deleteQuietly);
    return leftovers.size();
  }

  /** Deletes a file or a folder with all in it, if it is there; a failure is only logged. */
  static void deleteQuietly(Path path) {
    try {
      if (Files.isDirectory(path)) {
        Files.walkFileTree(path, new Deletion());
      } else {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("could not delete the temporary {}", path, e);
    }
  }

  /** Returns one line of what failed and why, without the path twice. */
  static String message(String what, IOException cause) {
    if (cause instanceof FileSystemException detail && detail.getReason() != null) {
      return what + ": " + detail.getReason();
    } else if (cause instanceof FileSystemException) {
      return what + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
    return what + ": " + cause.getMessage();
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
