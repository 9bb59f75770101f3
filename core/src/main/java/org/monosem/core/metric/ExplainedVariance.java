package org.monosem.core.metric;

import java.util.Map;

/**
 * The share of the inputs' variance that reconstructions keep, centred by the mean over all rows:
 * {@code 1 - E|e|² / (E|x|² - |E x|²)}, sums over dims.
 *
 * <p>1 is perfect; 0 is as good as always answering the mean; negative is worse than that. A
 * constant bias of the reconstruction counts as error. This is the definition of SAELens since
 * 6.45.1. NaN without rows, and if both error and variance are zero; negative infinity if only the
 * variance is zero (one row, or equal rows).
 *
 * @param rows the rows behind the figure
 * @param value the share, {@code 1 - residual / variance}
 * @param residual {@code E|e|²}
 * @param variance {@code E|x - E x|²}
 */
public record ExplainedVariance(long rows, double value, double residual, double variance) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("value", value)
        .put("residual", residual)
        .put("variance", variance)
        .toMap();
  }
}
