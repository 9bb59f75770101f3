package org.monosem.core.polysemanticity.scale;

import java.util.Arrays;

/**
 * Mean and variance of each unit's outputs so far, by Welford's recurrence in double.
 *
 * <p>Mutable, not safe for use by several threads; lives on the Java heap, 16 bytes a unit. To keep
 * it, store {@link #count}, {@link #means} and {@link #squares} and give them to {@link #of}: the
 * same bits go on.
 */
public final class UnitMoments {
  private final double[] means;
  private final double[] squares;
  private long count;

  private UnitMoments(long count, double[] means, double[] squares) {
    this.count = count;
    this.means = means;
    this.squares = squares;
  }

  /**
   * Returns moments before the first output.
   *
   * @throws IllegalArgumentException if there are no units
   */
  public static UnitMoments none(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units: expected at least 1, got " + units);
    }
    return new UnitMoments(0, new double[units], new double[units]);
  }

  /**
   * Returns moments that were kept; the arrays are copied.
   *
   * @param count outputs of each unit so far
   * @param means their means, {@code [units]}
   * @param squares the sums of their squared distances from the mean, {@code [units]}
   * @throws IllegalArgumentException if the lengths differ, a number is not finite, or a count or
   *     sum is negative
   */
  public static UnitMoments of(long count, double[] means, double[] squares) {
    if (means.length == 0 || means.length != squares.length || count < 0) {
      throw new IllegalArgumentException(
          "moments: expected a count of at least 0 and as many means as sums, got %d, %d and %d"
              .formatted(count, means.length, squares.length));
    }
    for (int u = 0; u < means.length; u++) {
      if (!Double.isFinite(means[u]) || !(squares[u] >= 0 && Double.isFinite(squares[u]))) {
        throw new IllegalArgumentException(
            "moments: expected finite means and sums of at least 0, got %s and %s for unit %d"
                .formatted(means[u], squares[u], u));
      }
    }
    return new UnitMoments(count, means.clone(), squares.clone());
  }

  /** Returns the number of units. */
  public int units() {
    return means.length;
  }

  /** Returns how many outputs of each unit were seen. */
  public long count() {
    return count;
  }

  /** Returns a unit's mean; 0 before the first output. */
  public double mean(int unit) {
    return means[unit];
  }

  /** Returns a unit's sample variance, divisor {@code count - 1}; NaN before the second output. */
  public double variance(int unit) {
    return count < 2 ? Double.NaN : squares[unit] / (count - 1);
  }

  /** Returns a copy of all means, {@code [units]}. */
  public double[] means() {
    return means.clone();
  }

  /** Returns a copy of the sums of squared distances from the means, {@code [units]}. */
  public double[] squares() {
    return squares.clone();
  }

  /** Returns a copy that goes its own way. */
  public UnitMoments copy() {
    return new UnitMoments(count, means.clone(), squares.clone());
  }

  /**
   * Learns one output of each unit.
   *
   * @param row {@code [units]}, finite
   * @throws IllegalArgumentException if the length is another, or a number is not finite; nothing
   *     is learnt then
   */
  public void add(double[] row) {
    check(row);
    count++;
    for (int u = 0; u < row.length; u++) {
      double before = row[u] - means[u];
      means[u] += before / count;
      squares[u] += before * (row[u] - means[u]);
    }
  }

  /**
   * Scores one output of each unit against those before; nothing is learnt.
   *
   * @param row {@code [units]}, finite
   * @param phi is filled with the scales, {@code [units]}; NaN where there is none, because fewer
   *     than two outputs were seen or all were the same
   * @throws IllegalArgumentException as {@link #add}
   */
  public void score(double[] row, double[] phi) {
    check(row);
    double divisor = count - 1.0;
    for (int u = 0; u < row.length; u++) {
      double apart = row[u] - means[u];
      phi[u] = count >= 2 && squares[u] > 0 ? apart * apart * divisor / squares[u] : Double.NaN;
    }
  }

  /**
   * Adds the moments of other outputs of the same units, as if both had been seen by one: exact but
   * for rounding, in any order (Chan, Golub and LeVeque).
   *
   * @throws IllegalArgumentException if the units' numbers differ
   */
  public void merge(UnitMoments other) {
    if (other.units() != units()) {
      throw new IllegalArgumentException(
          "moments: expected %d units, got %d".formatted(units(), other.units()));
    }
    long total = count + other.count;
    if (other.count == 0) {
      return;
    }
    double share = (double) other.count / total;
    for (int u = 0; u < means.length; u++) {
      double apart = other.means[u] - means[u];
      means[u] += apart * share;
      squares[u] += other.squares[u] + apart * apart * count * share;
    }
    count = total;
  }

  private void check(double[] row) {
    if (row.length != means.length) {
      throw new IllegalArgumentException(
          "activations: expected [units=%d], got [%d]".formatted(means.length, row.length));
    }
    for (int u = 0; u < row.length; u++) {
      if (!Double.isFinite(row[u])) {
        throw new IllegalArgumentException(
            "activations: expected finite numbers, got %s for unit %d".formatted(row[u], u));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitMoments that
        && count == that.count
        && Arrays.equals(means, that.means)
        && Arrays.equals(squares, that.squares);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count) + 31 * Arrays.hashCode(means);
  }

  @Override
  public String toString() {
    return "moments of " + units() + " units over " + count + " outputs";
  }
}
