package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.CorpusException;
import org.monosem.harvest.corpus.Document;

class ContextPackerTest {
  private static final int END = 0;
  private static final int[][] DOCUMENTS = {{11, 12, 13, 14, 15}, {21}, {}, {41, 42}};

  @Test
  void documentsFollowOneAnotherBehindEndOfText() {
    assertThat(packed(Packing.continuous(4)))
        .containsExactly(
            "[0, 11, 12, 13] [0, 0, 0, 0]",
            "[14, 15, 0, 21] [0, 0, 1, 1]",
            "[0, 0, 41, 42] [2, 3, 3, 3]");
  }

  @Test
  void theLastPartialContextIsKeptOnRequest() {
    assertThat(packed(Packing.continuous(5)))
        .containsExactly(
            "[0, 11, 12, 13, 14] [0, 0, 0, 0, 0]", "[15, 0, 21, 0, 0] [0, 1, 1, 2, 3]");
    assertThat(packed(Packing.continuous(5).keepingPartialContexts()))
        .hasSize(3)
        .endsWith("[41, 42] [3, 3]");
  }

  @Test
  void aDocumentMayHaveItsContextsForItself() {
    Packing alone = Packing.continuous(3).withOneDocumentPerContext();
    assertThat(packed(alone))
        .containsExactly(
            "[0, 11, 12] [0, 0, 0]", "[13, 14, 15] [0, 0, 0]", "[0, 41, 42] [3, 3, 3]");
    assertThat(packed(alone.keepingPartialContexts()))
        .containsExactly(
            "[0, 11, 12] [0, 0, 0]",
            "[13, 14, 15] [0, 0, 0]",
            "[0, 21] [1, 1]",
            "[0] [2]",
            "[0, 41, 42] [3, 3, 3]");
  }

  @Test
  void everyPositionKnowsItsDocument() {
    List<PackedContext> contexts = contexts(Packing.continuous(4));
    assertThat(contexts.get(1).label(0)).isEqualTo(new DocumentLabel(0, "d0", "s0"));
    assertThat(contexts.get(1).label(3)).isEqualTo(new DocumentLabel(1, "d1", "s1"));
    assertThat(contexts.get(1).labels()).hasSize(2);
    assertThat(contexts.get(2).label(3).domain()).isEqualTo("d3");
  }

  @Test
  void corpusIsPackedInOrderWhateverTheProcessors() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      documents.add(new Document("the river runs " + i, "d", "s" + i));
    }
    TokenizerFile tokenizer = Golden.tokenizer();
    List<Integer> expected = new ArrayList<>();
    for (Document document : documents) {
      expected.add(tokenizer.endOfTextId());
      Arrays.stream(tokenizer.encode(document.text())).forEach(expected::add);
    }
    List<Integer> found = new ArrayList<>();
    Packing all = Packing.continuous(32).keepingPartialContexts();
    try (PackedContexts contexts =
        PackedContexts.of(Corpus.of("test", documents), tokenizer, all)) {
      contexts.forEachRemaining(c -> Arrays.stream(c.tokens()).forEach(found::add));
      assertThat(contexts.documentsRead()).isEqualTo(300);
      assertThat(contexts.tokensRead()).isEqualTo(expected.size());
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void anEmptyCorpusIsNamed() {
    try (PackedContexts contexts =
        PackedContexts.of(Corpus.of("nothing", List.of()), Golden.tokenizer(), 8)) {
      assertThatThrownBy(contexts::hasNext)
          .isInstanceOf(CorpusException.class)
          .hasMessage("corpus nothing: no documents");
    }
    assertThatThrownBy(() -> Packing.continuous(1))
        .hasMessage("contextLength: expected at least 2, got 1");
  }

  @Test
  void theFirstContextsAreThoseThatComeFirst() {
    Document document = new Document("the river runs ".repeat(100), "d", "s");
    Corpus corpus = Corpus.of("rivers", List.of(document, document));
    TokenizerFile tokenizer = Golden.tokenizer();
    List<PackedContext> all = PackedContexts.first(corpus, tokenizer, 16, Long.MAX_VALUE);
    List<PackedContext> three = PackedContexts.first(corpus, tokenizer, 16, 3);
    assertThat(all).hasSizeGreaterThan(3);
    assertThat(three)
        .extracting(PackedContext::tokens)
        .containsExactly(all.get(0).tokens(), all.get(1).tokens(), all.get(2).tokens());
    assertThatThrownBy(() -> PackedContexts.first(corpus, tokenizer, 1_000_000, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "corpus rivers: expected at least one context of 1000000 tokens, got less text");
  }

  private static List<PackedContext> contexts(Packing packing) {
    List<PackedContext> contexts = new ArrayList<>();
    ContextPacker packer = new ContextPacker(packing, END, contexts::add);
    for (int i = 0; i < DOCUMENTS.length; i++) {
      packer.add(new Document("", "d" + i, "s" + i), DOCUMENTS[i]);
    }
    packer.finish();
    return contexts;
  }

  private static List<String> packed(Packing packing) {
    return contexts(packing).stream()
        .map(c -> Arrays.toString(c.tokens()) + " " + Arrays.toString(c.documents()))
        .toList();
  }
}
