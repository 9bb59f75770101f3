package org.monosem.sae.objective;

/**
 * How many features fire on a row, k, and how it gets there: linearly from a start over the first
 * part of the run, then constant. A large start keeps more features alive.
 *
 * @param k the number at the end, at least one
 * @param start the number at the first step, at least {@code k}
 * @param annealing the fraction of the steps over which it falls; 0 for none
 */
public record ActiveCount(int k, int start, double annealing) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ActiveCount {
    if (k < 1 || start < k) {
      throw new IllegalArgumentException(
          "k: expected 1 <= k <= start, got k=" + k + ", start=" + start);
    }
    if (!(annealing >= 0 && annealing <= 1)) {
      throw new IllegalArgumentException("k: expected annealing from 0 to 1, got " + annealing);
    }
  }

  /** Returns a number that is the same at every step. */
  public static ActiveCount constant(int k) {
    return new ActiveCount(k, k, 0);
  }

  /** Returns the number at a point of the run, 0 to 1. */
  public int at(double progress) {
    return progress >= annealing
        ? k
        : (int) Math.round(start + (k - start) * (progress / annealing));
  }
}
