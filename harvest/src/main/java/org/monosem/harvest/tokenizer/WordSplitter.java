package org.monosem.harvest.tokenizer;

import java.util.function.Consumer;

/**
 * GPT-2's rule for cutting text into words, inside which byte pairs are merged.
 *
 * <p>The published rule is the regular expression
 *
 * <pre>{@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}</pre>
 *
 * <p>written out by hand, so that a word of any length costs linear time and no stack. The words,
 * put together, are the text.
 */
final class WordSplitter {
  private static final String[] CONTRACTIONS = {"s", "t", "re", "ve", "m", "ll", "d"};

  private enum Kind {
    LETTER,
    NUMBER,
    SPACE,
    OTHER
  }

  private WordSplitter() {}

  static void split(String text, Consumer<String> words) {
    int start = 0;
    while (start < text.length()) {
      int end = wordEnd(text, start);
      words.accept(text.substring(start, end));
      start = end;
    }
  }

  private static int wordEnd(String text, int start) {
    if (text.charAt(start) == '\'') {
      for (String contraction : CONTRACTIONS) {
        if (text.startsWith(contraction, start + 1)) {
          return start + 1 + contraction.length();
        }
      }
    }
    boolean joinsSpace = text.charAt(start) == ' ' && start + 1 < text.length();
    int body = joinsSpace ? start + 1 : start;
    Kind kind = kind(text.codePointAt(body));
    return kind == Kind.SPACE ? spaceEnd(text, start) : runEnd(text, body, kind);
  }

  /** A run of white space leaves its last character to the word behind it. */
  private static int spaceEnd(String text, int start) {
    int end = runEnd(text, start, Kind.SPACE);
    boolean alone = end - start == 1 || end == text.length();
    return alone ? end : end - 1;
  }

  private static int runEnd(String text, int start, Kind kind) {
    int end = start;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (kind(codePoint) != kind) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private static Kind kind(int codePoint) {
    if (isWhiteSpace(codePoint)) {
      return Kind.SPACE;
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          Kind.LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          Kind.NUMBER;
      default -> Kind.OTHER;
    };
  }

  /** Unicode's property White_Space, which Java's own isWhitespace is not. */
  private static boolean isWhiteSpace(int c) {
    if (c < 0x85) {
      return c == ' ' || (c >= 9 && c <= 13);
    }
    return c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }
}
