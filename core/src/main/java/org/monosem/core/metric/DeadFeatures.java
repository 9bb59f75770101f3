package org.monosem.core.metric;

import java.util.Map;

/**
 * How many features of a dictionary are of no use, as far as a number of rows can tell.
 *
 * @param rows the rows looked at, N
 * @param dSae all features
 * @param dead features active in none of the rows
 * @param ultralow features that were active, with a density below the threshold
 * @param threshold the density below which a feature is ultralow
 */
public record DeadFeatures(long rows, int dSae, long dead, long ultralow, double threshold) {

  /** Returns {@code (dead + ultralow) / dSae}. */
  public double fraction() {
    return (double) (dead + ultralow) / dSae;
  }

  /** Returns the smallest density that can be seen in so many rows, {@code 1 / rows}. */
  public double resolution() {
    return 1.0 / rows;
  }

  /**
   * Returns whether the rows are enough to tell an ultralow feature from a dead one. If not ({@code
   * 1 / rows >= threshold}), a feature that fires at all is above the threshold, {@code ultralow}
   * is zero whatever the dictionary, and {@code dead} holds what more rows would call ultralow, and
   * some that more rows would call alive.
   */
  public boolean thresholdVisible() {
    return resolution() < threshold;
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("dSae", (long) dSae)
        .put("dead", dead)
        .put("ultralow", ultralow)
        .put("fraction", fraction())
        .put("threshold", threshold)
        .put("resolution", resolution())
        .put("thresholdVisible", (Object) thresholdVisible())
        .toMap();
  }
}
