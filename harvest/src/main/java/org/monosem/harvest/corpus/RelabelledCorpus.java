package org.monosem.harvest.corpus;

import java.util.stream.Stream;

/** A corpus whose documents all have one domain. */
record RelabelledCorpus(Corpus whole, String domain) implements Corpus {
  @Override
  public String description() {
    return whole.description();
  }

  @Override
  public Stream<Document> documents() {
    return whole
        .documents()
        .map(document -> new Document(document.text(), domain, document.source()));
  }
}
