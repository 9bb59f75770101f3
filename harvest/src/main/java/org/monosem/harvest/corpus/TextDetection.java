package org.monosem.harvest.corpus;

import java.nio.charset.StandardCharsets;

/** Tells text from other files by the first bytes. */
final class TextDetection {
  /** How many bytes are looked at. */
  static final int HEAD = 8192;

  private static final double MOST_FOREIGN = 0.05;

  private TextDetection() {}

  /**
   * Says whether bytes are text: no NUL, and at most 5 % control characters or bytes that are not
   * UTF-8.
   */
  static boolean looksLikeText(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    long foreign = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (c == '\uFFFD' || (Character.isISOControl(c) && !Character.isWhitespace(c))) {
        foreign++;
      }
    }
    // The head may end within a character, which costs up to three.
    return foreign <= 3 + MOST_FOREIGN * text.length();
  }
}
