package org.monosem.core.numpy;

import java.util.ArrayList;
import java.util.List;
import org.monosem.core.tensor.TensorFileException;

/**
 * The text of a header: a Python dict of exactly the keys {@code descr}, {@code fortran_order} and
 * {@code shape}, in any order; parsed, not evaluated.
 */
final class HeaderText {
  private static final int MAX_RANK = 64;

  private final NpyPlace where;
  private final String text;
  private int at;

  HeaderText(NpyPlace where, String text) {
    this.where = where;
    this.text = text;
  }

  /** The three entries. */
  record Entries(String descr, boolean fortranOrder, List<Long> shape) {}

  Entries parse() {
    String descr = null;
    Boolean fortranOrder = null;
    List<Long> shape = null;
    take('{');
    while (!takes('}')) {
      String key = quoted();
      take(':');
      if (key.equals("descr") && descr == null) {
        descr = descr();
      } else if (key.equals("fortran_order") && fortranOrder == null) {
        fortranOrder = flag();
      } else if (key.equals("shape") && shape == null) {
        shape = shape();
      } else {
        throw unlike("each of the keys descr, fortran_order and shape once");
      }
      if (!takes(',') && !peeks('}')) {
        throw unlike("a comma or the end of the dict");
      }
    }
    if (descr == null || fortranOrder == null || shape == null || !atEnd()) {
      throw unlike("the keys descr, fortran_order and shape, and nothing behind them");
    }
    return new Entries(descr, fortranOrder, shape);
  }

  private String descr() {
    if (peeks('[')) {
      throw where.problem("expected plain numbers, got a structured dtype, which is refused");
    }
    return quoted();
  }

  private boolean flag() {
    skipBlanks();
    if (text.startsWith("True", at)) {
      at += "True".length();
      return true;
    } else if (text.startsWith("False", at)) {
      at += "False".length();
      return false;
    }
    throw unlike("True or False");
  }

  private List<Long> shape() {
    List<Long> lengths = new ArrayList<>();
    boolean comma = true;
    take('(');
    while (!takes(')')) {
      if (!comma || lengths.size() == MAX_RANK) {
        throw unlike("a tuple of at most " + MAX_RANK + " lengths");
      }
      lengths.add(length());
      comma = takes(',');
    }
    if (lengths.size() == 1 && !comma) {
      throw unlike("a comma in a tuple of one");
    }
    return lengths;
  }

  private long length() {
    skipBlanks();
    int begin = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    try {
      long length = Long.parseLong(text.substring(begin, at));
      // Python 2 wrote long integers so.
      takes('L');
      return length;
    } catch (NumberFormatException e) {
      throw unlike("a length from 0 to 2^63-1");
    }
  }

  private String quoted() {
    skipBlanks();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw unlike("a string in quotes");
    }
    String content = text.substring(at + 1, end);
    at = end + 1;
    return content;
  }

  private void take(char expected) {
    if (!takes(expected)) {
      throw unlike("the character " + expected);
    }
  }

  private boolean takes(char expected) {
    boolean there = peeks(expected);
    at += there ? 1 : 0;
    return there;
  }

  private boolean peeks(char expected) {
    skipBlanks();
    return at < text.length() && text.charAt(at) == expected;
  }

  private boolean atEnd() {
    skipBlanks();
    return at == text.length();
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }

  private TensorFileException unlike(String expected) {
    return where.problem(
        "header at character "
            + at
            + ": expected "
            + expected
            + ", got "
            + TensorFileException.shown(text.substring(Math.min(at, text.length()))));
  }
}
