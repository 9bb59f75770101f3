package org.monosem.core.polysemanticity.scale;

import java.util.Arrays;

/**
 * What scoring a stream found. Reports of consecutive parts add up to that of the whole. Immutable.
 */
public final class ScaleReport {
  private final ScaleOptions options;
  private final Counts counts;
  private final Sums sums;
  private final Spread spread;

  record Counts(long rows, long scored, long unscored) {
    Counts plus(Counts o) {
      return new Counts(rows + o.rows, scored + o.scored, unscored + o.unscored);
    }
  }

  record Sums(double phi, double top) {}

  /** Scores at or above the thresholds, their histogram, and each unit's highest. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves the package
  record Spread(long[] above, long[] histogram, double[] highest) {}

  ScaleReport(ScaleOptions options, Counts counts, Sums sums, Spread spread) {
    this.options = options;
    this.counts = counts;
    this.sums = sums;
    this.spread = spread;
  }

  /** Returns how many rows were scored. */
  public long rows() {
    return counts.rows();
  }

  /** Returns how many outputs were scored, over rows and units. */
  public long scored() {
    return counts.scored();
  }

  /** Returns how many outputs of scored rows had no scale: their units had not varied yet. */
  public long unscored() {
    return counts.unscored();
  }

  /** Returns the mean of phi over all scored outputs, about 1; NaN without any. */
  public double meanPhi() {
    return sums.phi() / counts.scored();
  }

  /**
   * Returns the mean over rows of the highest phi of the row; NaN without rows. A row in which no
   * unit has a scale counts as 0.
   */
  public double meanTopPhi() {
    return sums.top() / counts.rows();
  }

  /**
   * Returns the highest phi of a unit, 0 if it was never scored.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such unit
   */
  public double highest(int unit) {
    return spread.highest()[unit];
  }

  /**
   * Returns the share of scored outputs with phi at or above one of the options' thresholds, exact;
   * NaN without scores.
   *
   * @throws IllegalArgumentException if it is not one of the options' thresholds
   */
  public double shareAtLeast(double threshold) {
    int at = options.thresholds().indexOf(threshold);
    if (at < 0) {
      throw new IllegalArgumentException(
          "threshold: expected one of %s, got %s".formatted(options.thresholds(), threshold));
    }
    return (double) spread.above()[at] / counts.scored();
  }

  /**
   * Returns the phi that a share {@code q} of the scored outputs is not above, within 2 % of itself
   * between 1e-9 and 1e12: 0 below that, infinity above, NaN without scores.
   *
   * @throws IllegalArgumentException if {@code q} is not in [0, 1]
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("q: expected a number in [0, 1], got " + q);
    }
    long rank = Math.max(1, (long) Math.ceil(q * counts.scored()));
    long passed = 0;
    for (int bin = 0; bin < PhiBins.COUNT; bin++) {
      passed += spread.histogram()[bin];
      if (passed >= rank) {
        return PhiBins.middle(bin);
      }
    }
    return Double.NaN;
  }

  /**
   * Returns the report of these rows and others, of the same units scored with the same options.
   *
   * @throws IllegalArgumentException if options or units differ
   */
  public ScaleReport plus(ScaleReport other) {
    if (!options.equals(other.options) || units() != other.units()) {
      throw new IllegalArgumentException(
          "report: expected %d units scored with %s, got %d with %s"
              .formatted(units(), options, other.units(), other.options));
    }
    double[] highest = spread.highest().clone();
    Arrays.setAll(highest, u -> Math.max(highest[u], other.spread.highest()[u]));
    return new ScaleReport(
        options,
        counts.plus(other.counts),
        new Sums(sums.phi() + other.sums.phi(), sums.top() + other.sums.top()),
        new Spread(
            sum(spread.above(), other.spread.above()),
            sum(spread.histogram(), other.spread.histogram()),
            highest));
  }

  /** Returns the number of units. */
  public int units() {
    return spread.highest().length;
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
