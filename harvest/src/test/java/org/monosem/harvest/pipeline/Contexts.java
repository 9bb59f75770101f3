package org.monosem.harvest.pipeline;

import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;

/** Contexts of made-up tokens. */
final class Contexts {
  private Contexts() {}

  /** Token {@code context * 7 + position}, at most 999; a document is three contexts. */
  static Iterator<TokenContext> of(int count, int length) {
    return IntStream.range(0, count).mapToObj(i -> context(i, length)).iterator();
  }

  static TokenContext context(int number, int length) {
    int[] tokens = new int[length];
    long[] documents = new long[length];
    for (int i = 0; i < length; i++) {
      tokens[i] = token(number, i);
      documents[i] = number / 3;
    }
    return TokenContext.of(tokens, documents);
  }

  static int token(int context, int position) {
    return Math.floorMod(Objects.hash(context, position), 1000);
  }
}
