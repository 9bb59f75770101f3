package org.monosem.harvest.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises what kind of corpus a path is. */
final class CorpusFiles {
  private static final String GZIP = ".gz";

  private CorpusFiles() {}

  static Corpus open(Path path) {
    if (Files.isDirectory(path)) {
      return new FolderCorpus(path);
    }
    if (!Files.exists(path)) {
      throw new CorpusException("corpus " + path + ": no such file or folder");
    }
    return file(path, false);
  }

  /**
   * Returns the corpus of a file.
   *
   * @param skipBinary whether a file that is no text has no documents, rather than being an error
   */
  static Corpus file(Path file, boolean skipBinary) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".jar") || name.endsWith(".zip")) {
      return new ArchiveCorpus(file);
    }
    boolean gzip = name.endsWith(GZIP);
    String plain = gzip ? name.substring(0, name.length() - GZIP.length()) : name;
    InputFile input = new InputFile(file, gzip);
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
      return new JsonLinesCorpus(input);
    }
    return new TextFileCorpus(input, Domains.of(plain), skipBinary);
  }
}
