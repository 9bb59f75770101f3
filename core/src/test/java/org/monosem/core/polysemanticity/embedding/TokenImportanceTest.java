package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenImportanceTest {
  private static final int PADDING = 0;

  private SummingModel model;

  @BeforeEach
  void open() {
    model = new SummingModel();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aTokenIsAsImportantAsTheDropWithoutIt() {
    // The unit's activation is the sum of the tokens so far, of later ones more.
    TokenImportance found = importance(unit(0), 6, 0, 2, 4);
    assertThat(found.activation()).isEqualTo(6 + 2 * 0 + 3 * 2 + 4 * 4);
    assertThat(found.drop()).isEqualTo(16);
    assertThat(found.importances()).containsExactly(6 / 16.0, 0.0, 6 / 16.0, 1.0);
  }

  @Test
  void sharesAreClipped() {
    assertThat(importance(unit(0), 50, 1).importances()).containsExactly(1.0, 1.0);
    // Unit 1 is the last token less the others: without them it is larger.
    TokenImportance found = importance(unit(1), 3, 9);
    assertThat(found.activation()).isEqualTo(6);
    assertThat(found.importances()).containsExactly(0.0, 1.0);
  }

  @Test
  void whereTheTokenItselfDoesNotCountNothingDoes() {
    TokenImportance found = importance(unit(0), 5, PADDING);
    assertThat(found.drop()).isZero();
    assertThat(found.importances()).containsExactly(0.0, 0.0);
  }

  @Test
  void versionsAreRunAsOneByOne() {
    int[] context = IntStream.range(3, 3 + TokenImportance.CONTEXT).toArray();
    TokenImportance found = TokenImportance.of(model, unit(0), context, PADDING);
    for (int i = 0; i < context.length; i++) {
      int[] masked = context.clone();
      masked[i] = PADDING;
      double drop = model.sum(context) - model.sum(masked);
      assertThat(found.importances().get(i)).isCloseTo(drop / found.drop(), within(1e-12));
    }
  }

  @Test
  void theContextEndsAtTheToken() {
    int[] text = IntStream.range(0, 100).toArray();
    assertThat(TokenImportance.contextOf(text, 50))
        .isEqualTo(IntStream.rangeClosed(30, 50).toArray());
    assertThat(TokenImportance.contextOf(text, 2)).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> TokenImportance.contextOf(text, 100))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> importance(unit(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context: expected at least one token, got none");
    assertThatThrownBy(() -> importance(unit(2), 1))
        .hasMessage("unit: expected one of 2 at blocks.0.mlp.hook_post, got 2");
  }

  private TokenImportance importance(UnitActivation unit, int... context) {
    return TokenImportance.of(model, unit, context, PADDING);
  }

  private static UnitActivation unit(int number) {
    return UnitActivation.neuron(SummingModel.HOOK, number);
  }
}
