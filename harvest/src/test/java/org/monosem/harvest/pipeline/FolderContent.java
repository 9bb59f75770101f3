package org.monosem.harvest.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All bytes of all files of a folder, to compare two. */
final class FolderContent {
  private FolderContent() {}

  static Map<String, String> of(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> paths = list.toList();
      for (Path file : paths) {
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(file));
        files.put(String.valueOf(file.getFileName()), bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
