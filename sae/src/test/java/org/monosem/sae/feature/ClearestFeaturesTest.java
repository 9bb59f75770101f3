package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class ClearestFeaturesTest {
  private static final int ARABIC = 0;
  private static final int ONE_TOKEN = 1;
  private static final int ANYWHERE = 2;
  private static final int DENSE = 3;
  private static final int RARE = 4;
  private static final int ARABIC_AGAIN = 5;
  private static final int LENGTH = 20;
  private static final ClearestOptions OPTIONS = new ClearestOptions(8, 1e-6, 0.2, 10);

  private final VocabularyTokenizer tokenizer = new VocabularyTokenizer();
  private final EvidenceTable table = table();

  @Test
  void aFeatureOfOneScriptComesFirstAndDenseOrRareOnesAreLeftOut() {
    List<FeatureScore> ranked = ClearestFeatures.rank(table, tokenizer, OPTIONS);
    assertThat(ranked.stream().map(FeatureScore::feature).toList())
        .startsWith(ARABIC)
        .endsWith(ANYWHERE)
        .containsExactlyInAnyOrder(ARABIC, ONE_TOKEN, ANYWHERE, ARABIC_AGAIN);
    FeatureScore first = ranked.get(0);
    assertThat(first.domain()).isEqualTo("arabic");
    assertThat(first.tokenClass()).isEqualTo("arabic");
    assertThat(first.specificity()).isCloseTo(1, within(1e-9));
  }

  @Test
  void theScoreIsTheDocumentedFormula() {
    for (FeatureScore s : ClearestFeatures.rank(table, tokenizer, OPTIONS)) {
      double expected = s.specificity() * (1 + s.agreement()) / 2 * (1 + 3 * s.variety()) / 4;
      assertThat(s.score()).isCloseTo(expected, within(1e-12)).isBetween(0.0, 1.0);
      assertThat(s.agreement()).isZero();
    }
  }

  @Test
  void agreementFollowsTheNextTokenQuantile() {
    EvidenceTable traced =
        table.map(e -> e.withLogits(new LogitWeights(List.of(), List.of(), 0.9)));
    assertThat(ClearestFeatures.rank(traced, tokenizer, OPTIONS))
        .allSatisfy(s -> assertThat(s.agreement()).isCloseTo(0.8, within(1e-12)));
  }

  @Test
  void aTokenThatWasShownCountsAgainstTheNext() {
    EvidenceTable twins = new EvidenceTable(6, table.tokens(), table.domains(), twins());
    List<FeatureScore> ranked = ClearestFeatures.rank(twins, tokenizer, OPTIONS);
    assertThat(ranked.stream().map(FeatureScore::feature).toList())
        .startsWith(ARABIC, ARABIC_AGAIN, ARABIC + 100);
    assertThat(ranked.get(2).score()).isEqualTo(ranked.get(0).score());
  }

  @Test
  void theListEndsAtTheLimit() {
    ClearestOptions two = new ClearestOptions(8, 1e-6, 0.2, 2);
    assertThat(ClearestFeatures.rank(table, tokenizer, two)).hasSize(2);
    assertThatThrownBy(() -> new ClearestOptions(8, 0.5, 0.2, 2))
        .hasMessage(
            "clearest features: expected 0 <= minimumDensity < maximumDensity, got 0.5 and 0.2");
    assertThatThrownBy(() -> new ClearestOptions(0, 0, 0.2, 2))
        .hasMessage("clearest features: minimumContexts and limit must be at least 1, got 0 and 2");
  }

  /** The Arabic feature, its copy under another id, and another feature of lower score. */
  private List<FeatureEvidence> twins() {
    FeatureEvidence original = byId(ARABIC);
    FeatureEvidence copy =
        new FeatureEvidence(
            ARABIC + 100,
            original.activity(),
            original.topContexts(),
            original.intervals(),
            original.domains(),
            original.logits());
    return List.of(original, byId(ARABIC_AGAIN), copy);
  }

  private FeatureEvidence byId(int feature) {
    return table.features().stream().filter(e -> e.feature() == feature).findFirst().orElseThrow();
  }

  private EvidenceTable table() {
    SplittableRandom random = Seed.of(9).random();
    EvidenceCollector collector = new EvidenceCollector(6, EvidenceOptions.standard());
    for (int c = 0; c < 60; c++) {
      boolean arabic = c % 3 == 0;
      String[] words =
          arabic
              ? "كان البحر هادئا في ذلك الصباح وسار القبطان".split(" ")
              : "The sea was calm that morning and old captain walked along".split(" ");
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < LENGTH; i++) {
        text.append(' ').append(words[random.nextInt(words.length)]);
      }
      int[] tokens = tokenizer.encode(text.toString());
      TokenContext context = TokenContext.of(tokens, arabic ? "arabic" : "prose", "");
      collector.accept(List.of(context), fire(tokens, arabic, c, random));
    }
    return collector.evidence();
  }

  private FeatureActivations fire(
      int[] tokens, boolean arabic, int context, SplittableRandom random) {
    int[] offsets = new int[tokens.length + 1];
    List<Integer> features = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      for (int f = 0; f < 6; f++) {
        boolean fires =
            switch (f) {
              case ARABIC, ARABIC_AGAIN -> arabic && random.nextInt(3) == 0;
              case ONE_TOKEN -> tokens[i] == tokenizer.id(" sea");
              case ANYWHERE -> random.nextInt(8) == 0;
              case DENSE -> true;
              default -> context < 5 && i == RARE;
            };
        if (fires) {
          features.add(f);
        }
      }
      offsets[i + 1] = features.size();
    }
    int[] ids = features.stream().mapToInt(Integer::intValue).toArray();
    float[] values = new float[ids.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextDouble(0.1, 1);
    }
    return FeatureActivations.of(6, offsets, ids, values);
  }
}
