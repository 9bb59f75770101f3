package org.monosem.examples.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Corpus.Share;

/** The source jars of a folder. */
final class SourceJars {
  private static final String SUFFIX = "-sources.jar";

  private SourceJars() {}

  /**
   * Returns a random part of every jar, the same fraction of each.
   *
   * @throws IllegalArgumentException if there are none in the folder
   */
  static List<Share> sampled(Path folder, double characters, Seed seed) {
    if (characters < 1) {
      return List.of();
    }
    List<Corpus> jars = jars(folder).stream().map(Corpus::of).toList();
    if (jars.isEmpty()) {
      throw new IllegalArgumentException(
          "source jars: expected files that end in " + SUFFIX + " in " + folder + ", got none");
    }
    long available = jars.stream().mapToLong(SampledCorpus::characters).sum();
    double fraction = characters / Math.max(1, available);
    Seed chosen = seed.named("sources");
    return jars.stream().map(jar -> SampledCorpus.share(jar, fraction, chosen)).toList();
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("source jars: cannot list folder " + folder + ": " + e, e);
    }
  }
}
