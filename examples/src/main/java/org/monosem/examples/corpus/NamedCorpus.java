package org.monosem.examples.corpus;

import java.util.stream.Stream;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Document;

/**
 * A corpus under a shorter description than that of all its parts.
 *
 * @param corpus where the documents come from
 * @param description what it is
 */
record NamedCorpus(Corpus corpus, String description) implements Corpus {
  @Override
  public Stream<Document> documents() {
    return corpus.documents();
  }
}
