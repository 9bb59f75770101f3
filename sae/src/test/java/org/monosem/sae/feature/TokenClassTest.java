package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenClassTest {
  @ParameterizedTest
  @CsvSource({
    "' the', latin", "' كان', arabic", "9f, latin", "' 42', digits", "'   ', space",
    "' (', punctuation", "\\xD9, bytes", "船, han", "の, hiragana", "'→', punctuation"
  })
  void goesByTheFirstLetter(String display, String expected) {
    assertThat(TokenClass.of(display)).isEqualTo(expected);
  }
}
