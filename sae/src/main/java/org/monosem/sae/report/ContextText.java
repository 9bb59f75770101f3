package org.monosem.sae.report;

import java.util.ArrayList;
import java.util.List;
import org.monosem.core.Tokenizer;
import org.monosem.sae.feature.ContextExample;

/**
 * Turns the tokens of an example into text to show.
 *
 * <p>Tokens of a byte-level vocabulary may end within a character. Such tokens are joined with
 * their followers until the bytes are whole characters, so that rare scripts can be read; what
 * never becomes whole is shown as bytes, token by token.
 */
final class ContextText {
  /** A character has at most 4 bytes, so more tokens than this cannot complete one. */
  private static final int MOST_JOINED = 4;

  private final Tokenizer tokenizer;

  ContextText(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Returns one token as text to show. */
  String token(int id) {
    return HtmlText.visible(tokenizer.display(id));
  }

  /** Returns the pieces of an example in order. */
  List<TextUnit> units(ContextExample example) {
    List<TextUnit> units = new ArrayList<>();
    for (int i = 0; i < example.length(); ) {
      int joined = joined(example, i);
      units.add(unit(example, i, joined));
      i += joined;
    }
    return units;
  }

  private int joined(ContextExample example, int from) {
    int most = Math.min(MOST_JOINED, example.length() - from);
    for (int count = 1; count <= most; count++) {
      if (decode(example, from, count).indexOf('\uFFFD') < 0) {
        return count;
      }
    }
    return 1;
  }

  private TextUnit unit(ContextExample example, int from, int count) {
    float activation = 0;
    for (int i = from; i < from + count; i++) {
      activation = Math.max(activation, example.activation(i));
    }
    String text =
        count == 1 ? token(example.token(from)) : HtmlText.visible(decode(example, from, count));
    boolean center = from <= example.center() && example.center() < from + count;
    return new TextUnit(text, activation, center);
  }

  private String decode(ContextExample example, int from, int count) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = example.token(from + i);
    }
    return tokenizer.decode(ids);
  }
}
