package org.monosem.harvest.transformer;

/**
 * A finite set of contexts of tokens of one length, read by index.
 *
 * <p>Of a context of {@code n} tokens a model predicts the last {@code n - 1}. To train every
 * position of a model, contexts are one token longer than the model's context length.
 *
 * <p>Immutable and safe for use by several threads.
 */
public interface TokenContexts {

  /** Returns how many contexts there are. */
  long contexts();

  /** Returns how many tokens a context has; at least two. */
  int length();

  /**
   * Reads one context.
   *
   * @param index from 0 to {@code contexts() - 1}
   * @param into filled from its start with {@link #length} token ids
   * @throws IndexOutOfBoundsException if there is no such context
   */
  void read(long index, int[] into);

  /**
   * Cuts a sequence of tokens into contexts that overlap by one token, so that each token but the
   * first is predicted exactly once; what is left at the end is dropped.
   *
   * @param tokens the ids, not copied: they must not change
   * @param length tokens of a context, at least two
   * @throws IllegalArgumentException if the length is below two or there are fewer tokens
   */
  static TokenContexts of(int[] tokens, int length) {
    return new TokenSequence(tokens, length);
  }

  /** Returns the contexts {@code from .. to-1} of these, for example to hold some of them out. */
  default TokenContexts slice(long from, long to) {
    return new TokenContextsSlice(this, from, to);
  }
}
