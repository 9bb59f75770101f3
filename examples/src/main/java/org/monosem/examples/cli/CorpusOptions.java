package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.random.Seed;
import org.monosem.examples.corpus.QuickstartCorpus;
import org.monosem.harvest.corpus.Corpus;
import picocli.CommandLine.Option;

/** Which text a command reads. */
final class CorpusOptions {
  /** The share of documents, chosen by their text, that no command trains on. */
  static final double HELD_OUT = 0.05;

  @Option(
      names = "--corpus",
      paramLabel = "PATH",
      description =
          "Text to read: a file, a folder, a sources jar, JSON lines, each also as .gz;"
              + " may be repeated.")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "A folder of sources jars: mixes them with text of many scripts from this JDK,"
              + " DNA, base64 and hex, as the quickstart reads it.")
  @Nullable Path sources;

  @Option(
      names = "--sources-characters",
      defaultValue = "9000000",
      paramLabel = "N",
      description = "About how many characters that mixture has (default: ${DEFAULT-VALUE}).")
  long sourcesCharacters;

  /** Returns all the text asked for, every document once, mixed. */
  Corpus corpus(Seed seed) {
    List<Corpus> corpora = new ArrayList<>();
    for (Path path : paths) {
      corpora.add(Corpus.of(path));
    }
    if (sources != null) {
      corpora.add(QuickstartCorpus.of(sources, sourcesCharacters, seed));
    }
    if (corpora.isEmpty()) {
      throw new UsageException("no text: give --corpus PATH or --sources DIR");
    }
    return corpora.size() == 1 ? corpora.get(0) : Corpus.interleave(corpora);
  }
}
