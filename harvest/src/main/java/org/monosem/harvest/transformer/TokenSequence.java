package org.monosem.harvest.transformer;

import java.util.Objects;

/** Contexts cut from one sequence, neighbours sharing one token. */
final class TokenSequence implements TokenContexts {
  private final int[] tokens;
  private final int length;

  TokenSequence(int[] tokens, int length) {
    if (length < 2) {
      throw new IllegalArgumentException("context: expected at least 2 tokens, got " + length);
    }
    if (tokens.length < length) {
      throw new IllegalArgumentException(
          "tokens: expected at least one context of " + length + ", got " + tokens.length);
    }
    this.tokens = tokens;
    this.length = length;
  }

  @Override
  public long contexts() {
    return (tokens.length - 1L) / (length - 1);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void read(long index, int[] into) {
    Objects.checkIndex(index, contexts());
    System.arraycopy(tokens, Math.toIntExact(index * (length - 1)), into, 0, length);
  }
}
