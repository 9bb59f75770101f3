package org.monosem.core.encoder;

import java.util.Arrays;

/**
 * The elements of a row, by ascending column, of which the {@code k} largest are kept. Owns its
 * working memory, so it serves one thread.
 */
final class Candidates {
  private final int k;
  private int[] columns;
  private int[] ranks;
  private int count;

  Candidates(int k) {
    this.k = k;
    this.columns = new int[2 * k];
    this.ranks = new int[2 * k];
  }

  void clear() {
    count = 0;
  }

  /**
   * Adds those of some elements that reach a coarse bound.
   *
   * @param bits the bits of elements in successive columns, the first of which is {@code first}
   * @param at where the elements to look at lie in it
   * @param length how many there are
   */
  void addReaching(int coarseBound, int[] bits, int first, int[] at, int length) {
    reserve(length);
    int end = count;
    for (int i = 0; i < length; i++) {
      int rank = Ranks.of(bits[at[i]]);
      columns[end] = first + at[i];
      ranks[end] = rank;
      end += Ranks.reaches(rank, coarseBound);
    }
    count = end;
  }

  private void reserve(int more) {
    int needed = count + more;
    if (needed > ranks.length) {
      columns = Arrays.copyOf(columns, 2 * needed);
      ranks = Arrays.copyOf(ranks, 2 * needed);
    }
  }

  /** Writes the k largest, of equal ones those first added, into the result from {@code to} on. */
  void keepLargest(TopEntries result, int to) {
    int least = Ranks.threshold(ranks, count, k, 0);
    int ties = k;
    for (int i = 0; i < count; i++) {
      ties -= ranks[i] > least ? 1 : 0;
    }
    int at = to;
    for (int i = 0; at < to + k; i++) {
      if (ranks[i] > least || (ranks[i] == least && ties-- > 0)) {
        result.columns()[at] = columns[i];
        result.values()[at++] = Ranks.value(ranks[i]);
      }
    }
  }
}
