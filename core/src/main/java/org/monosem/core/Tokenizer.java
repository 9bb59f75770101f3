package org.monosem.core;

/**
 * Text to token ids and back.
 *
 * <p>Safe for use by several threads.
 */
public interface Tokenizer {

  /** Returns the number of token ids, special tokens included. */
  int vocabularySize();

  /** Returns the id of the token that stands between documents. */
  int endOfTextId();

  /**
   * Returns the ids of a text: all of them, never cut, nothing added. Unpaired surrogates count as
   * U+FFFD.
   */
  int[] encode(String text);

  /** Returns the text of ids; bytes that are not UTF-8 become U+FFFD. */
  String decode(int... ids);

  /**
   * Returns one token as text to show: its characters if its bytes are valid UTF-8, otherwise each
   * byte as {@code \xHH}.
   */
  String display(int id);
}
