package org.monosem.harvest.transformer;

import org.monosem.core.random.Seed;

/**
 * The endless sequence of contexts that training reads: epoch after epoch over all of them, each in
 * an order that follows from the seed and the epoch alone. So the step number is all that a resumed
 * run needs to go on. Not safe for use by several threads: it remembers the epoch's order.
 */
final class ContextOrder {
  private final Seed seed;
  private final int contexts;
  private long epoch = -1;
  private int[] order = {};

  ContextOrder(Seed seed, long contexts) {
    if (contexts < 1 || contexts > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "contexts: expected 1 to " + (Integer.MAX_VALUE - 8) + ", got " + contexts);
    }
    this.seed = seed.named("order");
    this.contexts = (int) contexts;
  }

  /** Returns which context stands at a place of the sequence. */
  int at(long position) {
    long wanted = position / contexts;
    if (wanted != epoch) {
      order = seed.at(wanted).permutation(contexts);
      epoch = wanted;
    }
    return order[(int) (position % contexts)];
  }
}
