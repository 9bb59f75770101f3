package org.monosem.core.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names beside a target that belong to it.
 *
 * @param folder the folder that holds the target
 * @param target the target's absolute path
 */
record Siblings(Path folder, Path target) {
  private static final String OWNER = "[0-9]+-[0-9a-f]{12}";

  static Siblings of(Path target) {
    Path absolute = target.toAbsolutePath();
    return new Siblings(Objects.requireNonNullElse(absolute.getParent(), absolute), absolute);
  }

  /** Returns a name that nobody else uses, for new content. */
  Path temporary() {
    return sibling(".tmp-");
  }

  /** Returns a name that nobody else uses, for a folder moved aside. */
  Path old() {
    return sibling(".old-");
  }

  /** Undoes and deletes what killed writers left; returns how many paths there were. */
  int recover() throws IOException {
    List<Path> aside = list("\\.old-");
    if (!aside.isEmpty() && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(aside.get(0), target, StandardCopyOption.ATOMIC_MOVE);
      Forced.folder(folder);
    }
    aside.forEach(Deletion::quietly);
    return aside.size() + deleteTemporaries();
  }

  /** Deletes what killed writers left half-written; returns how many paths there were. */
  int deleteTemporaries() throws IOException {
    List<Path> temporaries = list("\\.tmp-");
    temporaries.forEach(Deletion::quietly);
    return temporaries.size();
  }

  private Path sibling(String mark) {
    String random = UUID.randomUUID().toString().substring(24);
    return folder.resolve(name(target) + mark + ProcessHandle.current().pid() + "-" + random);
  }

  private List<Path> list(String mark) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(name(target)) + mark + OWNER);
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
      for (Path sibling : siblings) {
        if (pattern.matcher(name(sibling)).matches()) {
          found.add(sibling);
        }
      }
    }
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
