package org.monosem.core.groundtruth;

import org.monosem.core.random.Seed;

/**
 * A pseudo-random permutation of {@code 0 .. length-1} without a table: a Feistel network over the
 * smallest even number of bits that holds the length, walked until it lands below it. So the order
 * of any number of rows costs no memory, and any place of it is found at once.
 */
final class RowPermutation {
  private static final int ROUNDS = 6;

  private final long length;
  private final int halfBits;
  private final Seed[] rounds = new Seed[ROUNDS];

  RowPermutation(long length, Seed seed) {
    this.length = length;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, length - 1));
    this.halfBits = Math.max(1, (bits + 1) / 2);
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = seed.named("feistel").at(round);
    }
  }

  /** Returns the row at a place; the walk takes fewer than four steps on average. */
  long row(long place) {
    long at = place;
    do {
      at = once(at);
    } while (at >= length);
    return at;
  }

  private long once(long value) {
    long mask = (1L << halfBits) - 1;
    long left = value >>> halfBits;
    long right = value & mask;
    for (Seed round : rounds) {
      long next = left ^ (round.at(right).value() & mask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
