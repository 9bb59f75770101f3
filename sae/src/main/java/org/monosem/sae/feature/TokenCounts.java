package org.monosem.sae.feature;

import java.util.Arrays;

/** How often each token id was met. Immutable. */
public final class TokenCounts {
  private final long[] counts;
  private final long total;

  TokenCounts(long[] counts) {
    this.counts = counts.clone();
    this.total = Arrays.stream(counts).sum();
  }

  /** Returns how often a token was met; zero for one that never was. */
  public long count(int token) {
    return token < counts.length ? counts[token] : 0;
  }

  /** Returns a bound above every token id that was met. */
  public int end() {
    return counts.length;
  }

  /** Returns the number of tokens, summed over ids. */
  public long total() {
    return total;
  }
}
