package org.monosem.sae.feature;

import java.lang.Character.UnicodeScript;
import java.util.Locale;

/** The coarse kind of a token by its characters: a script, digits, punctuation, space or bytes. */
public final class TokenClass {
  /** The kind of a piece of a character. */
  public static final String BYTES = "bytes";

  private TokenClass() {}

  /**
   * Returns the kind of a displayed token: the script of its first letter in lower case ({@code
   * latin}, {@code arabic}), else {@code digits}, {@code punctuation} or {@code space} by its first
   * character that is not a space; {@code bytes} for a piece of a character.
   */
  public static String of(String display) {
    if (display.startsWith("\\x")) {
      return BYTES;
    }
    int letter = display.codePoints().filter(Character::isLetter).findFirst().orElse(-1);
    if (letter >= 0) {
      return UnicodeScript.of(letter).name().toLowerCase(Locale.ROOT);
    }
    if (display.isBlank()) {
      return "space";
    }
    int first = display.strip().codePointAt(0);
    return Character.isDigit(first) ? "digits" : "punctuation";
  }
}
