package org.monosem.harvest.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder and its folders, sorted by path with {@code /} between names. */
record FolderCorpus(Path folder) implements Corpus {
  @Override
  public String description() {
    return folder.toString();
  }

  @Override
  public Stream<Document> documents() {
    List<Corpus> files = files().stream().map(file -> CorpusFiles.file(file, true)).toList();
    return Corpus.concat(files).documents();
  }

  private List<Path> files() {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted(Comparator.comparing(this::name)).toList();
    } catch (IOException e) {
      throw CorpusException.unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw CorpusException.unreadable(folder, new IOException(e));
    }
  }

  /** The name does not depend on the operating system, nor does the order. */
  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
