package org.monosem.harvest.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several corpora, the next document always from the one that is furthest behind its weight. */
record MixedCorpus(List<Share> shares) implements Corpus {
  @Override
  public String description() {
    return shares.stream()
        .map(share -> share.corpus().description())
        .collect(Collectors.joining(" with "));
  }

  @Override
  public Stream<Document> documents() {
    return DocumentReader.stream(new Mixture(shares));
  }

  private static final class Source {
    private final double weight;
    private final DocumentReader reader;
    private double drawn;

    Source(Share share) {
      this.weight = share.weight();
      this.reader = DocumentReader.of(share.corpus().documents());
    }

    double drawn() {
      return drawn;
    }

    @Nullable Document read() {
      Document next = reader.read();
      // An empty document counts as a character, so that no corpus can have every turn.
      drawn += next == null ? 0 : Math.max(1, next.text().length()) / weight;
      return next;
    }
  }

  private static final class Mixture implements DocumentReader {
    private final List<Source> open = new ArrayList<>();

    Mixture(List<Share> shares) {
      try {
        shares.forEach(share -> open.add(new Source(share)));
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    @Override
    public @Nullable Document read() {
      while (!open.isEmpty()) {
        Source behind = open.stream().min(Comparator.comparingDouble(Source::drawn)).orElseThrow();
        Document next = behind.read();
        if (next != null) {
          return next;
        }
        open.remove(behind);
        behind.reader.close();
      }
      return null;
    }

    @Override
    public void close() {
      open.forEach(source -> source.reader.close());
      open.clear();
    }
  }
}
