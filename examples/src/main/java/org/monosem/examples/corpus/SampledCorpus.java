package org.monosem.examples.corpus;

import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Corpus.Share;
import org.monosem.harvest.corpus.Document;

/** A random part of a corpus, chosen document by document by the name of its source. */
record SampledCorpus(Corpus whole, double fraction, Seed seed) implements Corpus {
  private static final double UNIT = 0x1p-53;

  @Override
  public String description() {
    return whole.description();
  }

  @Override
  public Stream<Document> documents() {
    return whole.documents().filter(this::isChosen);
  }

  private boolean isChosen(Document document) {
    return (seed.named(document.source()).value() >>> 11) * UNIT < fraction;
  }

  /** Returns a part of about so many characters, with a weight by which parts end together. */
  static Share share(Corpus whole, double fraction, Seed seed) {
    double kept = Math.min(1, fraction);
    return new Share(new SampledCorpus(whole, kept, seed), Math.max(1, kept * characters(whole)));
  }

  static long characters(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.mapToLong(document -> document.text().length()).sum();
    }
  }
}
