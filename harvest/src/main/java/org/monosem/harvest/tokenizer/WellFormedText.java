package org.monosem.harvest.tokenizer;

/** Text without unpaired surrogates, the only text that UTF-8 can hold. */
final class WellFormedText {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormedText() {}

  /** Returns the text with U+FFFD for each unpaired surrogate; the same object if there is none. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaced(text, i);
      }
    }
    return text;
  }

  private static String replaced(String text, int firstSurrogate) {
    StringBuilder wellFormed = new StringBuilder(text);
    for (int i = firstSurrogate; i < text.length(); i++) {
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        wellFormed.setCharAt(i, REPLACEMENT);
      }
    }
    return wellFormed.toString();
  }
}
