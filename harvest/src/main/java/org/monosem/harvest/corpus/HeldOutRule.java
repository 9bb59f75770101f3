package org.monosem.harvest.corpus;

import org.monosem.core.random.Seed;

/**
 * Says of a text whether it is held out, by its hash alone.
 *
 * @param fraction held out, 0 to 1
 */
record HeldOutRule(double fraction) {
  private static final Seed SPLIT = Seed.of(0).named("held out");
  private static final double UNIT = 0x1p-53;

  HeldOutRule {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction held out: expected 0 to 1, got " + fraction);
    }
  }

  boolean holdsOut(String text) {
    return (SPLIT.named(text).value() >>> 11) * UNIT < fraction;
  }
}
