package org.monosem.examples.polysemanticity;

import java.nio.file.Path;
import java.util.List;
import org.monosem.core.random.Seed;
import org.monosem.examples.corpus.QuickstartCorpus;
import org.monosem.examples.corpus.QuickstartShares;
import org.monosem.harvest.corpus.Document;

/** Short texts of four kinds that need no files: character names, DNA, base64 and hex. */
final class SampleTexts {
  private static final QuickstartShares NO_FILES =
      new QuickstartShares(0, 0, 0.25, 0, 0.25, 0.25, 0.25);

  private static final long CHARACTERS = 400_000;
  private static final int LENGTH = 160;

  private SampleTexts() {}

  /** Returns the beginnings of so many documents, the same for the same seed. */
  static List<Document> of(int count, Seed seed) {
    return QuickstartCorpus.of(Path.of(""), CHARACTERS, seed, NO_FILES)
        .documents()
        .limit(count)
        .map(SampleTexts::beginning)
        .toList();
  }

  private static Document beginning(Document document) {
    String text = document.text();
    int end = Math.min(text.length(), LENGTH);
    return new Document(text.substring(0, end), document.domain(), document.source());
  }
}
