package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.sae.feature.ContextExample;
import org.monosem.sae.feature.EvidenceCollector;
import org.monosem.sae.feature.EvidenceOptions;
import org.monosem.sae.feature.TokenContext;
import org.monosem.sae.feature.VocabularyTokenizer;

class ContextTextTest {
  private final VocabularyTokenizer tokenizer = new VocabularyTokenizer();

  @Test
  void tokensThatMakeACharacterTogetherAreOnePiece() {
    int first = tokenizer.add((byte) 0xD9);
    int second = tokenizer.add((byte) 0x85);
    int[] tokens = {tokenizer.id("a"), first, second, tokenizer.id("b")};
    assertThat(units(tokens, 2))
        .containsExactly(
            new TextUnit("a", 0, false), new TextUnit("م", 2, true), new TextUnit("b", 0, false));
  }

  @Test
  void bytesThatNeverBecomeACharacterAreShownAsBytes() {
    int stray = tokenizer.add((byte) 0xFF);
    int[] tokens = {stray, tokenizer.id("a\n"), stray};
    assertThat(units(tokens, 1))
        .containsExactly(
            new TextUnit("\\xFF", 0, false),
            new TextUnit("a↵", 2, true),
            new TextUnit("\\xFF", 0, false));
  }

  @Test
  void aReplacementCharacterOfTheTextItselfIsNotJoined() {
    int[] tokens = {tokenizer.id("\uFFFD"), tokenizer.id("x")};
    assertThat(units(tokens, 0))
        .containsExactly(new TextUnit("\uFFFD", 2, true), new TextUnit("x", 0, false));
  }

  /** Returns the pieces of a context in which one feature fires once, with activation 2. */
  private List<TextUnit> units(int[] tokens, int at) {
    int[] offsets = new int[tokens.length + 1];
    for (int i = at + 1; i <= tokens.length; i++) {
      offsets[i] = 1;
    }
    EvidenceCollector collector = new EvidenceCollector(1, EvidenceOptions.standard());
    collector.accept(
        List.of(TokenContext.of(tokens, "", "")),
        FeatureActivations.of(1, offsets, new int[] {0}, new float[] {2}));
    ContextExample example = collector.evidence().features().get(0).topContexts().get(0);
    return new ContextText(tokenizer).units(example);
  }
}
