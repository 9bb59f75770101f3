package org.monosem.core.metric;

import java.util.List;
import java.util.Map;

/**
 * How many features are active (not zero) in a row.
 *
 * @param rows the rows behind the figures
 * @param mean the mean over rows, the dictionary's L0; NaN without rows
 * @param standardDeviation over rows, {@code sqrt(E L0² - (E L0)²)}; NaN without rows
 * @param rowsByCount {@code rowsByCount[k]} rows have exactly {@code k} active features; up to the
 *     largest count seen, empty without rows
 */
public record L0Distribution(
    long rows, double mean, double standardDeviation, List<Long> rowsByCount) {

  /** Copies the list. */
  public L0Distribution {
    rowsByCount = List.copyOf(rowsByCount);
  }

  /** Returns the smallest count of any row, NaN without rows. */
  public double min() {
    return quantile(0);
  }

  /** Returns the largest count of any row, NaN without rows. */
  public double max() {
    return quantile(1);
  }

  /**
   * Returns the smallest count {@code k} of any row such that at least {@code p} of all rows have
   * at most {@code k} active features: exact, not interpolated. NaN without rows.
   *
   * @param p between 0 (the smallest count) and 1 (the largest)
   * @throws IllegalArgumentException if {@code p} is outside [0, 1]
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile: expected 0 <= p <= 1, got " + p);
    }
    long needed = Math.max(1, (long) Math.ceil(p * rows));
    long below = 0;
    for (int count = 0; count < rowsByCount.size(); count++) {
      below += rowsByCount.get(count);
      if (below >= needed) {
        return count;
      }
    }
    return Double.NaN;
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("mean", mean)
        .put("standardDeviation", standardDeviation)
        .put("min", min())
        .put("p05", quantile(0.05))
        .put("median", quantile(0.5))
        .put("p95", quantile(0.95))
        .put("max", max())
        .toMap();
  }
}
