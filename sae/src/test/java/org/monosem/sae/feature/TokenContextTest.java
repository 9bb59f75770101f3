package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenContextTest {
  private static final int[] TOKENS = {5, 6, 7};

  @Test
  void knowsTheDocumentOfEachToken() {
    TokenContext context = TokenContext.of(TOKENS, List.of(span(0, "a"), span(2, "b")));
    assertThat(context.document(0).domain()).isEqualTo("a");
    assertThat(context.document(1).domain()).isEqualTo("a");
    assertThat(context.document(2).domain()).isEqualTo("b");
    assertThat(context.tokens()).containsExactly(5, 6, 7);
  }

  @Test
  void refusesWhatIsNoContext() {
    assertThatThrownBy(() -> TokenContext.of(new int[0], "", ""))
        .hasMessage("context: expected at least one token, got none");
    assertThatThrownBy(() -> TokenContext.of(new int[] {3, -1}, "", ""))
        .hasMessage("context: token ids must not be negative, got -1 at position 1");
    assertThatThrownBy(() -> TokenContext.of(TOKENS, List.of()))
        .hasMessage("context: expected at least one document, got none");
    String rule = "context: documents must ascend from 0 below 3 tokens, got one that begins at ";
    assertThatThrownBy(() -> TokenContext.of(TOKENS, List.of(span(1, "a")))).hasMessage(rule + 1);
    assertThatThrownBy(() -> TokenContext.of(TOKENS, List.of(span(0, "a"), span(0, "b"))))
        .hasMessage(rule + 0);
    assertThatThrownBy(() -> TokenContext.of(TOKENS, List.of(span(0, "a"), span(3, "b"))))
        .hasMessage(rule + 3);
    assertThatThrownBy(() -> span(-1, "a"))
        .hasMessage("document span: begin must not be negative, got -1");
  }

  @Test
  void optionsNameTheirRange() {
    assertThatThrownBy(() -> new EvidenceOptions(0, 1, 1, 1, 1))
        .hasMessage("evidence options: topContexts must be between 1 and 2147483647, got 0");
    assertThatThrownBy(() -> new EvidenceOptions(1, 1, 1, 9, 1))
        .hasMessage("evidence options: intervals must be between 1 and 8, got 9");
  }

  private static DocumentSpan span(int begin, String domain) {
    return new DocumentSpan(begin, domain, "");
  }
}
