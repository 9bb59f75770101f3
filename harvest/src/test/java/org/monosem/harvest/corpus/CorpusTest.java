package org.monosem.harvest.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.monosem.harvest.corpus.Corpus.Share;

class CorpusTest {

  @Test
  void heldOutAndTrainingShareNothingAndMissNothing() {
    Corpus whole = numbered(2000);
    List<Document> heldOut = read(whole.heldOut(0.1));
    List<Document> training = read(whole.training(0.1));
    assertThat(heldOut).doesNotContainAnyElementsOf(training);
    assertThat(heldOut.size() + training.size()).isEqualTo(2000);
    // Five standard deviations of a binomial draw of 2000 at 0.1.
    assertThat(heldOut.size()).isBetween(200 - 67, 200 + 67);
  }

  @Test
  void whatIsHeldOutFollowsFromTheTextAlone() {
    Corpus whole = numbered(500);
    List<Document> reversed = new ArrayList<>(read(whole));
    java.util.Collections.reverse(reversed);
    List<Document> again = read(Corpus.of("reversed", reversed).withDomain("other").heldOut(0.2));
    assertThat(again)
        .extracting(Document::text)
        .containsExactlyInAnyOrderElementsOf(texts(whole.heldOut(0.2)));
    assertThat(texts(whole.heldOut(0.3))).containsAll(texts(whole.heldOut(0.2)));
    assertThat(read(whole.heldOut(0))).isEmpty();
    assertThat(read(whole.heldOut(1))).hasSize(500);
    assertThatThrownBy(() -> whole.heldOut(1.5))
        .hasMessage("fraction held out: expected 0 to 1, got 1.5");
    assertThatThrownBy(() -> whole.training(Double.NaN)).hasMessageEndingWith("got NaN");
  }

  @Test
  void concatReadsOneBehindTheOtherAndOpensLate() {
    AtomicInteger opened = new AtomicInteger();
    Corpus counting = observed(numbered(2), opened, new AtomicInteger());
    try (Stream<Document> stream = Corpus.concat(List.of(counting, counting)).documents()) {
      var documents = stream.iterator();
      assertThat(documents.next().text()).isEqualTo("document 0");
      assertThat(opened).hasValue(1);
      documents.next();
      assertThat(documents.next().text()).isEqualTo("document 0");
      assertThat(opened).hasValue(2);
    }
  }

  @Test
  void closingAStreamClosesWhatIsOpen() {
    AtomicInteger closed = new AtomicInteger();
    Corpus corpus = observed(numbered(3), new AtomicInteger(), closed);
    try (Stream<Document> stream =
        Corpus.interleave(List.of(corpus, corpus)).withDocumentsUpTo(5).documents()) {
      assertThat(stream.iterator().next().text()).isEqualTo("docum");
    }
    assertThat(closed).hasValue(2);
    try (Stream<Document> stream = Corpus.concat(List.of(corpus)).documents()) {
      stream.iterator().next();
    }
    assertThat(closed).hasValue(3);
  }

  @Test
  void aMixtureKeepsToItsWeights() {
    Corpus a = letters("a", 30);
    Corpus b = letters("b", 10);
    List<String> mixed = texts(Corpus.mix(List.of(new Share(a, 3), new Share(b, 1))));
    assertThat(mixed).hasSize(40);
    for (int end = 4; end <= 40; end += 4) {
      assertThat(mixed.subList(0, end).stream().filter("bbbb"::equals)).hasSize(end / 4);
    }
    assertThat(texts(Corpus.interleave(List.of(a, b))).subList(0, 4))
        .containsExactly("aaaa", "bbbb", "aaaa", "bbbb");
    assertThatThrownBy(() -> new Share(a, 0))
        .hasMessage("weight of corpus a: expected above 0, got 0.0");
  }

  @Test
  void longDocumentsAreCutAtLineEnds() {
    Corpus corpus =
        Corpus.of(
            "long",
            List.of(new Document("ab\ncd\nefghijk\n", "d", "s"), new Document("x", "d", "t")));
    assertThat(texts(corpus.withDocumentsUpTo(6)))
        .containsExactly("ab\ncd\n", "efghij", "k\n", "x");
    assertThat(read(corpus.withDocumentsUpTo(6)))
        .extracting(Document::source)
        .containsExactly("s#1", "s#2", "s#3", "t");
    Corpus pairs = Corpus.of("pairs", List.of(new Document("a🌊🌊", "d", "s")));
    assertThat(texts(pairs.withDocumentsUpTo(2))).containsExactly("a", "🌊", "🌊");
    assertThatThrownBy(() -> corpus.withDocumentsUpTo(1))
        .hasMessage("characters of a document: expected at least 2, got 1");
  }

  @Test
  void descriptionsSayWhatACorpusIs() {
    Corpus a = letters("a", 1);
    Corpus b = letters("b", 1);
    assertThat(Corpus.concat(List.of(a, b)).description()).isEqualTo("a + b");
    assertThat(Corpus.interleave(List.of(a, b)).description()).isEqualTo("a with b");
    assertThat(a.heldOut(0.25).description()).isEqualTo("a (held out at fraction 0.25)");
  }

  private static Corpus numbered(int count) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add(new Document("document " + i, "test", "memory"));
    }
    return Corpus.of("numbered", documents);
  }

  private static Corpus letters(String letter, int count) {
    return Corpus.of(
        letter, java.util.Collections.nCopies(count, new Document(letter.repeat(4), "d", "s")));
  }

  private static Corpus observed(Corpus corpus, AtomicInteger opened, AtomicInteger closed) {
    return new Corpus() {
      @Override
      public Stream<Document> documents() {
        opened.incrementAndGet();
        return corpus.documents().onClose(closed::incrementAndGet);
      }

      @Override
      public String description() {
        return corpus.description();
      }
    };
  }

  private static List<String> texts(Corpus corpus) {
    return read(corpus).stream().map(Document::text).toList();
  }

  private static List<Document> read(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.toList();
    }
  }
}
