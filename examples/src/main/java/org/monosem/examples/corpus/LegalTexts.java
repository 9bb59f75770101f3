package org.monosem.examples.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Corpus.Share;
import org.monosem.harvest.corpus.Document;

/** The licences that a JDK carries in its folder {@code legal}, each once. */
final class LegalTexts {
  private static final int LONGEST = 4000;

  private LegalTexts() {}

  static List<Share> sampled(double characters, Seed seed) {
    Path folder = Path.of(System.getProperty("java.home"), "legal");
    if (characters < 1 || !Files.isDirectory(folder)) {
      return List.of();
    }
    Corpus texts = new Distinct(Corpus.of(folder).withDomain("legal").withDocumentsUpTo(LONGEST));
    double fraction = characters / Math.max(1, SampledCorpus.characters(texts));
    return List.of(SampledCorpus.share(texts, fraction, seed.named("legal")));
  }

  /** Every module has the same licence, as a link or as a copy. */
  private record Distinct(Corpus whole) implements Corpus {
    @Override
    public String description() {
      return whole.description();
    }

    @Override
    public Stream<Document> documents() {
      Set<String> seen = new HashSet<>();
      return whole.documents().filter(document -> seen.add(document.text()));
    }
  }
}
