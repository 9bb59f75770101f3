package org.monosem.harvest.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Every distinct word as a chain of tokens, all in flat arrays; at first one token for each byte.
 *
 * <p>A place is an index into the arrays. Merging two neighbours leaves the merged token at the
 * first place and takes the second out of its chain.
 */
final class TokenChains {
  /** The neighbour of a word's edge, and the token of a place that is no longer in a chain. */
  static final int NONE = -1;

  private final int[] tokens;
  private final int[] next;
  private final int[] previous;
  private final int[] wordOf;
  private final long[] counts;

  TokenChains(WordCounts words, int firstByteToken) {
    String[] texts = words.words();
    counts = new long[texts.length];
    byte[][] bytes = new byte[texts.length][];
    long size = 0;
    for (int w = 0; w < texts.length; w++) {
      counts[w] = words.count(texts[w]);
      bytes[w] = texts[w].getBytes(StandardCharsets.UTF_8);
      size += bytes[w].length;
    }
    int places = checkedSize(size);
    tokens = new int[places];
    next = new int[places];
    previous = new int[places];
    wordOf = new int[places];
    fill(bytes, firstByteToken);
  }

  int places() {
    return tokens.length;
  }

  int token(int place) {
    return tokens[place];
  }

  int next(int place) {
    return next[place];
  }

  int previous(int place) {
    return previous[place];
  }

  /** Returns how often the word of a place occurs in the corpus. */
  long count(int place) {
    return counts[wordOf[place]];
  }

  /** Puts the merged token at a place and takes the next place out of the chain. */
  void merge(int place, int merged) {
    int second = next[place];
    int after = next[second];
    tokens[place] = merged;
    tokens[second] = NONE;
    next[place] = after;
    if (after != NONE) {
      previous[after] = place;
    }
  }

  private void fill(byte[][] words, int firstByteToken) {
    int[] tokenOfByte = new int[ByteAlphabet.SIZE];
    Arrays.setAll(tokenOfByte, b -> firstByteToken + ByteAlphabet.rank(b));
    int place = 0;
    for (int w = 0; w < words.length; w++) {
      int last = place + words[w].length - 1;
      for (byte b : words[w]) {
        tokens[place] = tokenOfByte[b & 0xFF];
        wordOf[place] = w;
        previous[place] = place - 1;
        next[place] = place == last ? NONE : place + 1;
        place++;
      }
      previous[last - words[w].length + 1] = NONE;
    }
  }

  private static int checkedSize(long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tokenizer training: expected at most 2147483639 bytes of distinct words, got " + size);
    }
    return (int) size;
  }
}
