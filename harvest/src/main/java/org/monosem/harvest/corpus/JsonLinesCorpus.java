package org.monosem.harvest.corpus;

import java.util.stream.Stream;

/** One JSON document a line. */
record JsonLinesCorpus(InputFile file) implements Corpus {
  @Override
  public String description() {
    return file.path().toString();
  }

  @Override
  public Stream<Document> documents() {
    return DocumentReader.stream(new JsonLinesReader(file.open(), description()));
  }
}
