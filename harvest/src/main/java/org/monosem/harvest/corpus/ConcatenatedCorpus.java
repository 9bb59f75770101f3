package org.monosem.harvest.corpus;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One corpus behind the other; each is opened when its turn comes. */
record ConcatenatedCorpus(List<Corpus> corpora) implements Corpus {
  @Override
  public String description() {
    return corpora.stream().map(Corpus::description).collect(Collectors.joining(" + "));
  }

  @Override
  public Stream<Document> documents() {
    return DocumentReader.stream(new Chain(corpora.iterator()));
  }

  /** Stream.flatMap would hold all documents of a corpus in memory when read by an iterator. */
  private static final class Chain implements DocumentReader {
    private final Iterator<Corpus> rest;
    private @Nullable DocumentReader current;

    Chain(Iterator<Corpus> rest) {
      this.rest = rest;
    }

    @Override
    public @Nullable Document read() {
      while (current != null || rest.hasNext()) {
        if (current == null) {
          current = DocumentReader.of(rest.next().documents());
        }
        Document next = current.read();
        if (next != null) {
          return next;
        }
        close();
      }
      return null;
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
