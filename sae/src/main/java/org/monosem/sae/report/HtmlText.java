package org.monosem.sae.report;

import java.util.Locale;

/** Untrusted text made safe for element content and for quoted attributes. Stateless. */
final class HtmlText {
  private HtmlText() {}

  /**
   * Appends text with every character that means something to HTML as a reference, characters that
   * would reorder the text around them as {@code ⟨U+202E⟩}, and those that HTML does not allow
   * (controls, lone surrogates, noncharacters) as U+FFFD.
   */
  static void escape(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        case '\'' -> to.append("&#39;");
        default -> append(point, to);
      }
    }
  }

  private static void append(int point, StringBuilder to) {
    if (isForbidden(point)) {
      to.append('\uFFFD');
    } else if (isInvisible(point)) {
      to.append(named(point));
    } else {
      to.appendCodePoint(point);
    }
  }

  /**
   * Returns a token's text with what cannot be seen made visible: a line feed as ↵, a tab as →,
   * other controls as their pictures, invisible formatting as {@code ⟨U+200B⟩}. Spaces stay.
   */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\n' -> shown.append('↵');
                case '\t' -> shown.append('→');
                case 0x7F -> shown.append('␡');
                default -> appendVisible(point, shown);
              }
            });
    return shown.toString();
  }

  private static void appendVisible(int point, StringBuilder shown) {
    if (point < ' ') {
      shown.appendCodePoint(0x2400 + point);
    } else if (isInvisible(point) || isForbidden(point)) {
      shown.append(named(point));
    } else {
      shown.appendCodePoint(point);
    }
  }

  private static String named(int point) {
    return String.format(Locale.ROOT, "⟨U+%04X⟩", point);
  }

  /**
   * Bidirectional controls, zero-width space and byte-order mark; joiners stay, words need them.
   */
  private static boolean isInvisible(int point) {
    return point == 0x061C
        || point == 0x200B
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x2028 && point <= 0x202E)
        || (point >= 0x2060 && point <= 0x206F)
        || point == 0xFEFF
        || (point >= 0xE0000 && point <= 0xE007F);
  }

  private static boolean isForbidden(int point) {
    boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    boolean noncharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    return control || surrogate || noncharacter;
  }
}
