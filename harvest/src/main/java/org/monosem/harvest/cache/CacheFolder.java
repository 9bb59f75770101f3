package org.monosem.harvest.cache;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a cache's folder, as a writer finds and clears them. */
final class CacheFolder {
  /** A shard, the manifest, or what an interrupted writer left of them. */
  private static final Pattern OURS =
      Pattern.compile("(shard-([0-9]{6,9})\\.safetensors|manifest\\.json)(\\.tmp-[0-9a-f-]+)?");

  private CacheFolder() {}

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CacheException(folder, "the folder cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the manifest to go on with: the folder's if it has one, else the given one, which is
   * written first of all. Deletes whatever no manifest lists.
   *
   * @throws CacheException if the folder's manifest is of another cache, or lacks shards, or if
   *     there are shards without a manifest
   */
  static Manifest resume(Path folder, Manifest begun) {
    List<Path> files = list(folder);
    if (Files.exists(folder.resolve(ManifestFile.NAME))) {
      Manifest found = ManifestFile.read(folder);
      requireSame(folder, begun, found);
      ShardFile.requireAll(folder, found);
      clear(files, found.shards().size());
      return found;
    }
    for (Path file : files) {
      if (file.toString().endsWith(".safetensors")) {
        throw new CacheException(
            folder, "holds " + file.getFileName() + " but no " + ManifestFile.NAME);
      }
    }
    clear(files, 0);
    ManifestFile.write(folder, begun);
    return begun;
  }

  static void requireSpace(Path folder, long bytes) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      // Some network file systems report 0 when they do not know.
      if (free > 0 && bytes > free) {
        throw new CacheException(folder, bytes + " bytes needed, " + free + " free");
      }
    } catch (IOException e) {
      throw new CacheException(folder, "the free space is unknown: " + e.getMessage(), e);
    }
  }

  private static void requireSame(Path folder, Manifest asked, Manifest found) {
    if (asked.identity().equals(found.identity())) {
      return;
    }
    throw new CacheException(
        folder,
        "holds another harvest: "
            + difference(asked.origin(), found.origin(), asked.layout(), found.layout()));
  }

  private static String difference(
      CacheOrigin asked, CacheOrigin found, CacheLayout askedLayout, CacheLayout foundLayout) {
    return asked.equals(found)
        ? "asked for " + askedLayout + ", found " + foundLayout
        : "asked for " + asked + ", found " + found;
  }

  private static List<Path> list(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (OURS.matcher(String.valueOf(entry.getFileName())).matches()) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      throw new CacheException(folder, "cannot be listed: " + e.getMessage(), e);
    }
    return files;
  }

  private static void clear(List<Path> files, int shards) {
    for (Path file : files) {
      Matcher name = OURS.matcher(String.valueOf(file.getFileName()));
      if (!name.matches()) {
        continue;
      }
      boolean unlisted = name.group(2) != null && Integer.parseInt(name.group(2)) >= shards;
      if (unlisted || name.group(3) != null) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CacheException(file, "cannot be deleted: " + e.getMessage(), e);
    }
  }
}
