package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.CorpusException;
import org.monosem.harvest.corpus.Document;
import org.monosem.harvest.tokenizer.EncodedDocuments.Encoded;

class EncodedDocumentsTest {
  private static final int LONG = 40_000;

  @Test
  void documentsComeInOrderWithTheirOwnTokens() {
    try (EncodedDocuments documents =
        new EncodedDocuments(documents(200), new LengthTokenizer(List.of()))) {
      List<Encoded> all = all(documents);
      assertThat(all).hasSize(200);
      for (int i = 0; i < 200; i++) {
        assertThat(all.get(i).document().source()).isEqualTo("s" + i);
        assertThat(all.get(i).ids()).containsExactly(all.get(i).document().text().length());
      }
      assertThat(documents.next()).isEmpty();
    }
  }

  @Test
  void readingStaysABoundedWayAhead() {
    AtomicInteger read = new AtomicInteger();
    Stream<Document> endless =
        Stream.generate(() -> new Document("x".repeat(LONG), "d", "s" + read.getAndIncrement()));
    try (EncodedDocuments documents =
        new EncodedDocuments(endless, new LengthTokenizer(List.of()))) {
      assertThat(documents.next()).hasSize(2);
    }
    // Two long documents a chunk, two chunks a processor; a stream's iterator may look one ahead.
    assertThat(read.get()).isBetween(2, 2 * 2 * Runtime.getRuntime().availableProcessors() + 1);
  }

  @Test
  void aReadingFailureIsThrownAsItWasAfterWhatLiesBefore() {
    CorpusException damaged = CorpusException.noDocuments(Corpus.of("damaged", List.of()));
    Stream<Document> failing =
        IntStream.range(0, 10)
            .mapToObj(
                i -> {
                  if (i == 7) {
                    throw damaged;
                  }
                  return new Document("x".repeat(LONG), "d", "s" + i);
                });
    try (EncodedDocuments documents =
        new EncodedDocuments(failing, new LengthTokenizer(List.of()))) {
      for (int chunk = 0; chunk < 3; chunk++) {
        assertThat(documents.next()).hasSize(2);
      }
      assertThatThrownBy(documents::next).isSameAs(damaged);
      assertThatThrownBy(documents::next).isSameAs(damaged);
    }
  }

  @Test
  void anEncodingFailureIsThrownAsItWas() {
    for (Throwable broken : List.of(new TokenizerException("broken"), new AssertionError("bug"))) {
      try (EncodedDocuments documents =
          new EncodedDocuments(documents(20), new LengthTokenizer(List.of(broken)))) {
        assertThatThrownBy(() -> all(documents)).isSameAs(broken);
      }
    }
  }

  @Test
  void noThreadIsLeftBehind() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EncodedDocuments closedEarly =
        new EncodedDocuments(documents(500), new LengthTokenizer(List.of()));
    closedEarly.next();
    closedEarly.close();
    EncodedDocuments finished = new EncodedDocuments(documents(5), new LengthTokenizer(List.of()));
    all(finished);
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    assertThat(after)
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("monosem-reader") || name.startsWith("monosem-encoder"));
    finished.close();
  }

  @Test
  void anInterruptStaysSetAndLosesNothing() {
    try (EncodedDocuments documents =
        new EncodedDocuments(documents(100), new LengthTokenizer(List.of()))) {
      Thread.currentThread().interrupt();
      int found = all(documents).size();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(found).isEqualTo(100);
    }
  }

  @Test
  void closingClosesTheStream() {
    AtomicInteger closed = new AtomicInteger();
    Stream<Document> stream = documents(3).onClose(closed::incrementAndGet);
    new EncodedDocuments(stream, new LengthTokenizer(List.of())).close();
    assertThat(closed).hasValue(1);
  }

  private static Stream<Document> documents(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Document("x".repeat(1 + i * 7919 % 30_000), "d", "s" + i));
  }

  private static List<Encoded> all(EncodedDocuments documents) {
    List<Encoded> all = new ArrayList<>();
    for (List<Encoded> chunk = documents.next(); !chunk.isEmpty(); chunk = documents.next()) {
      all.addAll(chunk);
    }
    return all;
  }

  /** A text's only token is its length; or every text fails. */
  private record LengthTokenizer(List<Throwable> failures) implements Tokenizer {
    @Override
    public int[] encode(String text) {
      for (Throwable failure : failures) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      return new int[] {text.length()};
    }

    @Override
    public int vocabularySize() {
      return 1 << 20;
    }

    @Override
    public int endOfTextId() {
      return 0;
    }

    @Override
    public String decode(int... ids) {
      throw new UnsupportedOperationException("only encodes");
    }

    @Override
    public String display(int id) {
      throw new UnsupportedOperationException("only encodes");
    }
  }
}
