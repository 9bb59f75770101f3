package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class WordSplitterTest {
  /** The published expression, with Unicode's own meaning of white space. */
  private static final Pattern PUBLISHED =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final String[] PIECES = {
    " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u0085", "\u2009", "'", "'s", "'ll", "'RE",
    "a", "Zebra", "é", "ש", "河", "1", "½", "Ⅳ", "٣", ".", "_", "<|", "🌊", "𝕏", "\u0301", "\u200b",
    "\u0000", "\ufffd", "\u001c"
  };

  @Test
  void wordsAreThoseOfThePublishedExpression() {
    for (int i = 0; i < 5000; i++) {
      String text = randomText(Seed.of(3).at(i).random());
      assertThat(words(text)).as(text).isEqualTo(published(text));
    }
  }

  @Test
  void whiteSpaceLeavesItsLastCharacterToTheNextWord() {
    assertThat(words("a   b")).containsExactly("a", "  ", " b");
    assertThat(words("a \n b ")).containsExactly("a", " \n", " b", " ");
  }

  @Test
  void aVeryLongWordIsOneWord() {
    String word = "A".repeat(1_000_000);
    assertThat(words(word + " x")).containsExactly(word, " x");
  }

  private static String randomText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    WordSplitter.split(text, words::add);
    return words;
  }

  private static List<String> published(String text) {
    List<String> words = new ArrayList<>();
    for (Matcher matcher = PUBLISHED.matcher(text); matcher.find(); ) {
      words.add(matcher.group());
    }
    return words;
  }
}
