package org.monosem.sae.probing;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.monosem.core.Tokenizer;
import org.monosem.sae.feature.TokenClass;

/** Labels that follow from a token alone. */
public final class TokenLabels {
  private static final Pattern WORD = Pattern.compile(" ([A-Za-z])[A-Za-z]*");

  private TokenLabels() {}

  /**
   * Returns the first letter, {@code a} to {@code z}, of tokens that are a space and then ASCII
   * letters only: words, or their beginnings.
   */
  public static IntFunction<Optional<String>> firstLetter(Tokenizer tokenizer) {
    return token -> {
      Matcher word = WORD.matcher(tokenizer.display(token));
      return word.matches() && token != tokenizer.endOfTextId()
          ? Optional.of(word.group(1).toLowerCase(Locale.ROOT))
          : Optional.empty();
    };
  }

  /**
   * Returns the coarse kind of a token: the script of its first letter, {@code digits}, {@code
   * punctuation}, {@code space} or {@code bytes}; none of the end of text.
   */
  public static IntFunction<Optional<String>> kinds(Tokenizer tokenizer) {
    return token ->
        token == tokenizer.endOfTextId()
            ? Optional.empty()
            : Optional.of(TokenClass.of(tokenizer.display(token)));
  }
}
