package org.monosem.harvest.tokenizer;

import java.util.Arrays;

/**
 * How often a pair of neighbouring tokens occurs, and at which places it has ever been seen. Places
 * go stale when a neighbour is merged; whoever walks them looks again.
 */
final class PairOccurrences {
  private static final int FIRST_CAPACITY = 4;

  private long count;
  private int[] places = new int[FIRST_CAPACITY];
  private int size;

  long count() {
    return count;
  }

  void add(int place, long occurrences) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size + (size >> 1) + 1);
    }
    places[size++] = place;
    count += occurrences;
  }

  void remove(long occurrences) {
    count -= occurrences;
  }

  /** Returns the places from left to right, the order in which overlapping pairs are merged. */
  int[] places() {
    int[] sorted = Arrays.copyOf(places, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
