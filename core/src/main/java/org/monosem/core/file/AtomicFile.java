package org.monosem.core.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file, or publishes a folder, so that others see it complete or not at all.
 *
 * <p>The content goes to a temporary sibling {@code name.tmp-<pid>-<random>}, is forced to the
 * disk, and takes the target's name in one atomic move, which is then forced too. On any failure
 * the temporary is deleted and what stood at the target before is left as it was. Only a killed
 * process or a power cut leaves a temporary behind; {@link #deleteLeftovers} removes it.
 *
 * <p>Writing goes on when the thread is interrupted: a file half-way is worth finishing, and the
 * interrupt stays set for whoever looks next.
 *
 * <p>Several threads or processes may write the same target: the last move wins, and no reader sees
 * a mixture.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** What stands in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content; the stream is buffered, and closed by the caller. */
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
    Path absolute = target.toAbsolutePath();
    Path temporary = Temporary.beside(absolute);
    try {
      Files.createDirectories(Temporary.folderOf(absolute));
      try (DurableOutput out = DurableOutput.create(temporary, size)) {
        content.writeTo(out);
        out.force();
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Forced.folder(Temporary.folderOf(absolute));
    } catch (IOException e) {
      throw new UncheckedIOException(Temporary.message("writing " + target, e), e);
    } finally {
      Temporary.deleteQuietly(temporary);
    }
  }

  /**
   * Publishes a folder, replacing the folder that may stand there.
   *
   * <p>No file system replaces a folder that is not empty in one step, so the old one is moved
   * aside first: a reader, or a power cut, between the two moves finds no folder (and the old one
   * under its temporary name), but never a mixture.
   *
   * @param target the folder; its parent is made if missing
   * @param content fills the folder; every file below it is forced to the disk before the move
   * @throws DiskFullException if the disk has too little room
   * @throws UncheckedIOException if writing fails otherwise; what {@code content} throws beside
   *     IOException passes through as it is
   */
  public static void writeFolder(Path target, FolderContent content) {
    Path absolute = target.toAbsolutePath();
    Path temporary = Temporary.beside(absolute);
    try {
      Files.createDirectories(Temporary.folderOf(absolute));
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      Forced.tree(temporary);
      moveIntoPlace(temporary, absolute);
      Forced.folder(Temporary.folderOf(absolute));
    } catch (IOException e) {
      throw new UncheckedIOException(Temporary.message("writing " + target, e), e);
    } finally {
      Temporary.deleteQuietly(temporary);
    }
  }

  private static void moveIntoPlace(Path temporary, Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = Temporary.beside(target);
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    Temporary.deleteQuietly(old);
  }

  /**
   * Deletes the temporaries that killed processes left beside a target. Call it only while nobody
   * else writes that target, for example while holding the lock of its run.
   *
   * @return how many were deleted
   * @throws UncheckedIOException if the folder cannot be listed
   */
  public static int deleteLeftovers(Path target) {
    try {
      return Temporary.deleteAll(target.toAbsolutePath());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("listing the folder of " + target, e);
    }
  }
}
