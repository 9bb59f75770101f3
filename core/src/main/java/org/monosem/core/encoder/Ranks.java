package org.monosem.core.encoder;

/**
 * Floats as integers of the same order: every number below every NaN, all NaN equal, -0 below 0.
 * Without a branch, because which elements of a row are large nobody predicts.
 */
final class Ranks {
  /** Moves the NaN with a sign, which would come below minus infinity, around to the top. */
  private static final int SIGNED_NAN = 0x007f_ffff;

  /** The rank of all NaN, of the least of them. */
  private static final int NAN = rawRank(Float.floatToIntBits(Float.POSITIVE_INFINITY) + 1);

  private static final int COARSE_NAN = NAN >> 1;

  /** What every element reaches. */
  static final int COARSE_LEAST = Integer.MIN_VALUE >> 1;

  private Ranks() {}

  /** Returns the rank of the float with these bits. */
  static int of(int bits) {
    return Math.min(rawRank(bits), NAN);
  }

  static float value(int rank) {
    return rank == NAN ? Float.NaN : Float.intBitsToFloat(flipNegative(rank + SIGNED_NAN));
  }

  /** One, if the float of this rank reaches a coarse bound, or else zero. */
  static int reaches(int rank, int coarseBound) {
    return coarseReaches(rank >> 1, coarseBound);
  }

  /** One, if a coarse rank reaches a coarse bound, or else zero. */
  static int coarseReaches(int coarse, int coarseBound) {
    return (coarseBound - 1 - coarse) >>> 31;
  }

  /** Raises maxima, which are coarse ranks, to those of the floats with these bits. */
  static void raise(int[] maxima, int[] bits) {
    for (int i = 0; i < maxima.length; i++) {
      // Coarse: without their last bit, so that differences do not overflow. Math.max would do, but
      // is vectorised only by JVMs of version 20 and later.
      int less = maxima[i] - (rawRank(bits[i]) >> 1);
      maxima[i] -= less & (less >> 31);
    }
  }

  /** Raises maxima to other maxima, coarse ranks all. */
  static void raiseCoarse(int[] maxima, int[] others) {
    for (int i = 0; i < maxima.length; i++) {
      int less = maxima[i] - others[i];
      maxima[i] -= less & (less >> 31);
    }
  }

  /** Returns a coarse bound that at least {@code k} of the maxima reach, few more if possible. */
  static int coarseBound(int[] maxima, int k) {
    return Math.min(threshold(maxima, maxima.length, k, k >> 3), COARSE_NAN);
  }

  /**
   * Returns a number that at least {@code k} of the first {@code length} ranks reach and at most
   * {@code k + spare}; where equal ranks do not allow that, the k-th largest. Found by bisection.
   */
  static int threshold(int[] ranks, int length, int k, int spare) {
    int low = ranks[0];
    int high = low;
    for (int i = 1; i < length; i++) {
      low = Math.min(low, ranks[i]);
      high = Math.max(high, ranks[i]);
    }
    int reaching = length;
    while (reaching > k + spare && low < high) {
      int middle = high - ((high - low) >>> 1);
      int count = length - countBelow(ranks, length, middle);
      if (count >= k) {
        low = middle;
        reaching = count;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int countBelow(int[] ranks, int length, int bound) {
    int below = 0;
    for (int i = 0; i < length; i++) {
      int rank = ranks[i];
      // The sign of the difference, had it one bit more.
      below += ((rank & ~bound) | (~(rank ^ bound) & (rank - bound))) >>> 31;
    }
    return below;
  }

  private static int rawRank(int bits) {
    return flipNegative(bits) - SIGNED_NAN;
  }

  private static int flipNegative(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
