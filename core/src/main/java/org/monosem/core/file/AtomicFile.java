package org.monosem.core.file;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file, or publishes a folder, so that others see it complete or not at all.
 *
 * <p>The content goes to a temporary sibling {@code name.tmp-<pid>-<random>}, is forced to the
 * disk, and takes the target's name in one atomic move, which is then forced too. On any failure
 * the temporary is deleted and what stood at the target before is left as it was. Only a killed
 * process or a power cut leaves a temporary behind; {@link #recover} removes it.
 *
 * <p>Writing goes on when the thread is interrupted: a file half-way is worth finishing, and the
 * interrupt stays set for whoever looks next. A symbolic link at the target is replaced, not
 * followed.
 *
 * <p>Several threads or processes may write the same file: the last move wins, and no reader sees a
 * mixture. A folder needs one writer at a time.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFile() {}

  /** What stands in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content to a buffered stream; closing it is allowed, but not needed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What stands in a folder. */
  @FunctionalInterface
  public interface FolderContent {
    /** Fills a folder that exists and is empty. */
    void writeTo(Path folder) throws IOException;
  }

  /** Writes a file of the given bytes; see {@link #write(Path, long, Content)}. */
  public static void write(Path target, byte[] content) {
    write(target, content.length, out -> out.write(content));
  }

  /** Writes a text file in UTF-8; see {@link #write(Path, long, Content)}. */
  public static void writeString(Path target, String text) {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, replacing the one that may stand there.
   *
   * @param target the file; its folder is made if missing
   * @param size how many bytes the content will have, to refuse early what cannot fit; 0 if unknown
   * @param content writes the bytes
   * @throws DiskFullException if the disk has too little room, before or while writing
   * @throws UncheckedIOException if writing fails otherwise; what {@code content} throws beside
   *     IOException passes through as it is
   */
  public static void write(Path target, long size, Content content) {
    replace(
        target,
        size,
        temporary -> {
          try (OutputStream out =
              new BufferedOutputStream(new FileOutputStream(temporary.toFile()), BUFFER_BYTES)) {
            content.writeTo(out);
          }
          Forced.file(temporary);
        });
  }

  /**
   * Publishes a folder, replacing the folder that may stand there.
   *
   * <p>No file system replaces a folder that is not empty in one step, so the old one is moved
   * aside first, to {@code name.old-<pid>-<random>}. A reader between the two moves finds no
   * folder, but never a mixture; after a power cut between them {@link #recover} puts the old one
   * back.
   *
   * @param target the folder; its parent is made if missing
   * @param content fills the folder; every file below it is forced to the disk before the move
   * @throws DiskFullException if the disk has too little room
   * @throws UncheckedIOException if writing fails otherwise; what {@code content} throws beside
   *     IOException passes through as it is
   */
  public static void writeFolder(Path target, FolderContent content) {
    replace(
        target,
        0,
        temporary -> {
          Files.createDirectory(temporary);
          content.writeTo(temporary);
          Forced.tree(temporary);
        });
  }

  /**
   * Clears up after a killed process: puts back a folder that was moved aside and never replaced,
   * then deletes the temporaries of the target. Call it only while nobody else writes that target,
   * for example while holding the lock of its run.
   *
   * @return how many files or folders were put back or deleted
   * @throws UncheckedIOException if the folder of the target cannot be listed or changed
   */
  public static int recover(Path target) {
    try {
      return Siblings.of(target).recover();
    } catch (IOException e) {
      throw failure("recovering " + target, e);
    }
  }

  /**
   * Deletes the temporaries that killed processes left beside a target, and nothing else. Call it
   * only while nobody else writes that target.
   *
   * @return how many were deleted
   * @throws UncheckedIOException if the folder of the target cannot be listed
   */
  public static int deleteLeftovers(Path target) {
    try {
      return Siblings.of(target).deleteTemporaries();
    } catch (IOException e) {
      throw failure("clearing up beside " + target, e);
    }
  }

  private static void replace(Path target, long size, FolderContent writing) {
    Siblings siblings = Siblings.of(target);
    Path temporary = siblings.temporary();
    try {
      Files.createDirectories(siblings.folder());
      DiskSpace.require(target, siblings.folder(), size);
      writing.writeTo(temporary);
      moveIntoPlace(temporary, siblings);
      Forced.folder(siblings.folder());
    } catch (IOException e) {
      long needed = Math.max(size, DiskSpace.usedBy(temporary));
      Deletion.quietly(temporary);
      DiskSpace.explain(target, siblings.folder(), needed, e);
      throw failure("writing " + target, e);
    } finally {
      Deletion.quietly(temporary);
    }
  }

  private static void moveIntoPlace(Path temporary, Siblings siblings) throws IOException {
    Path target = siblings.target();
    if (!Files.isDirectory(temporary) || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = siblings.old();
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    Deletion.quietly(old);
  }

  /** One line: a file system's own exceptions often say no more than a path. */
  private static UncheckedIOException failure(String what, IOException cause) {
    String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return new UncheckedIOException(what + ": " + reason, cause);
  }
}
