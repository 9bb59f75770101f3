package org.monosem.core.pickle;

/** The literals that protocol 0 writes as lines of text. */
final class TextLiteral {
  private static final int MAX_DIGITS = 400;

  private final PickleInput input;

  TextLiteral(PickleInput input) {
    this.input = input;
  }

  /** INT: a number, or {@code 00} and {@code 01} for the booleans. */
  Object integerOrFlag(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(line);
    };
  }

  /** LONG, and the keys of the memo: a number, which may end in L. */
  long integer(String line) {
    try {
      return Long.parseLong(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    } catch (NumberFormatException e) {
      throw unlike("a whole number between -2^63 and 2^63-1");
    }
  }

  /** FLOAT: as Python's repr writes it. */
  double number(String line) {
    return switch (line) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> finite(line);
    };
  }

  private double finite(String line) {
    boolean plain = line.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    if (!plain || line.length() > MAX_DIGITS) {
      throw unlike("a number");
    }
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw unlike("a number");
    }
  }

  /** STRING: in quotes, with backslashes. */
  String quoted(String line) {
    int last = line.length() - 1;
    boolean quoted =
        last >= 1 && line.charAt(0) == line.charAt(last) && "'\"".indexOf(line.charAt(0)) >= 0;
    if (!quoted) {
      throw unlike("a string in quotes");
    }
    return unescaped(line.substring(1, last), "xntr\\'\"");
  }

  /** UNICODE: only the two escapes of code points. */
  String unicode(String line) {
    return unescaped(line, "uU");
  }

  private String unescaped(String line, String escapes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escape = c == '\\' && i + 1 < line.length() && isEscape(line.charAt(i + 1), escapes);
      if (!escape) {
        text.append(c);
        continue;
      }
      char kind = line.charAt(++i);
      int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
      text.appendCodePoint(digits == 0 ? plain(kind) : hexadecimal(line, i + 1, digits));
      i += digits;
    }
    return text.toString();
  }

  private static boolean isEscape(char c, String escapes) {
    return escapes.indexOf(c) >= 0;
  }

  private static int plain(char kind) {
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> kind;
    };
  }

  private int hexadecimal(String line, int from, int digits) {
    int codePoint = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
      if (digit < 0 || codePoint > Character.MAX_CODE_POINT >> 4) {
        throw unlike("an escape of " + digits + " hexadecimal digits");
      }
      codePoint = codePoint * 16 + digit;
    }
    return codePoint;
  }

  private RuntimeException unlike(String expected) {
    return input.broken("expected a line with " + expected + ", got another");
  }
}
