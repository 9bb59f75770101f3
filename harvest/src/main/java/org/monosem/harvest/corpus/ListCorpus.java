package org.monosem.harvest.corpus;

import java.util.List;
import java.util.stream.Stream;

/** Documents at hand. */
record ListCorpus(String description, List<Document> all) implements Corpus {
  @Override
  public Stream<Document> documents() {
    return all.stream();
  }
}
