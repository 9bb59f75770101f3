package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.Tokenizer;
import org.monosem.sae.feature.DocumentSpan;
import org.monosem.sae.feature.TokenContext;

class ExampleChoiceTest {
  private static final String[] VOCABULARY = {"<|end|>", " The", "the", " x1", " zebra", "7", ","};

  private static final Tokenizer TOKENIZER =
      new Tokenizer() {
        @Override
        public int vocabularySize() {
          return VOCABULARY.length;
        }

        @Override
        public int endOfTextId() {
          return 0;
        }

        @Override
        public int[] encode(String text) {
          return new int[] {List.of(VOCABULARY).indexOf(text)};
        }

        @Override
        public String decode(int... ids) {
          return Arrays.stream(ids).mapToObj(this::display).collect(Collectors.joining());
        }

        @Override
        public String display(int id) {
          return VOCABULARY[id];
        }
      };

  /** Two documents of four and two tokens; row r holds r and 10 r, and feature r mod 3 fires. */
  private static ReadContext read() {
    TokenContext context =
        TokenContext.of(
            new int[] {0, 1, 4, 1, 5, 6},
            List.of(new DocumentSpan(0, "prose", "p"), new DocumentSpan(4, "code", "c")));
    float[] rows = new float[12];
    float[][] features = new float[6][3];
    for (int r = 0; r < 6; r++) {
      rows[2 * r] = r;
      rows[2 * r + 1] = 10 * r;
      features[r][r % 3] = r + 1;
    }
    return new ReadContext(context, 0, rows, Examples.sparse(features), 2);
  }

  @Test
  void documentsAreAveragedWithoutTheEndOfText() {
    ExampleCollector collector = ExampleChoice.documents(2, 0).collector(3);
    collector.accept(read());
    ProbeExamples examples = collector.examples().orElseThrow();
    assertThat(examples.name()).isEqualTo("domain");
    assertThat(examples.size()).isEqualTo(2);
    assertThat(examples.labels()).containsExactly("code", "prose");
    assertThat(examples.label(0)).isEqualTo("prose");
    DesignMatrix activations = examples.activations(new int[] {0, 1});
    assertThat(activations.dot(0, new double[] {1, 0})).isEqualTo(2);
    assertThat(activations.dot(1, new double[] {0, 1})).isEqualTo(45);
    FeatureActivations features = examples.features();
    assertThat(features.toDense(0)).containsExactly(4f / 3, 2f / 3, 3f / 3);
    assertThat(features.toDense(1)).containsExactly(0, 5f / 2, 6f / 2);
    assertThat(examples.group(0)).isZero();
    assertThat(examples.group(1)).isEqualTo(1);
  }

  @Test
  void shortPiecesAreLeftOut() {
    ExampleCollector collector = ExampleChoice.documents(3, 0).collector(3);
    collector.accept(read());
    assertThat(collector.examples().orElseThrow().labels()).containsExactly("prose");
    ExampleCollector none = ExampleChoice.documents(9, 0).collector(3);
    none.accept(read());
    assertThat(none.examples()).isEmpty();
  }

  @Test
  void tokensAreTakenUpToTheirBounds() {
    ExampleCollector all =
        ExampleChoice.tokens("letter", TokenLabels.firstLetter(TOKENIZER), 9, 9).collector(3);
    ExampleCollector once =
        ExampleChoice.tokens("letter", TokenLabels.firstLetter(TOKENIZER), 9, 1).collector(3);
    all.accept(read());
    once.accept(read());
    ProbeExamples three = all.examples().orElseThrow();
    assertThat(three.size()).isEqualTo(3);
    assertThat(three.group(0)).isEqualTo(1);
    assertThat(three.features().toDense(1)).containsExactly(0, 0, 3);
    ProbeExamples two = once.examples().orElseThrow();
    assertThat(two.labels()).containsExactly("t", "z");
    assertThat(two.size()).isEqualTo(2);
  }

  @Test
  void onlyWholeWordsHaveAFirstLetter() {
    assertThat(TokenLabels.firstLetter(TOKENIZER).apply(1)).isEqualTo(Optional.of("t"));
    for (int token : new int[] {0, 2, 3, 5, 6}) {
      assertThat(TokenLabels.firstLetter(TOKENIZER).apply(token)).isEmpty();
    }
  }

  @Test
  void tokensHaveKinds() {
    assertThat(TokenLabels.kinds(TOKENIZER).apply(0)).isEmpty();
    assertThat(TokenLabels.kinds(TOKENIZER).apply(1)).isEqualTo(Optional.of("latin"));
    assertThat(TokenLabels.kinds(TOKENIZER).apply(5)).isEqualTo(Optional.of("digits"));
    assertThat(TokenLabels.kinds(TOKENIZER).apply(6)).isEqualTo(Optional.of("punctuation"));
  }
}
