package org.monosem.core.metric;

import java.util.Map;

/**
 * How far reconstructions are from their inputs, under each reduction in use.
 *
 * @param rows the rows behind the figures
 * @param summed {@code E|e|²}: squared error, sum over dims, mean over rows (as trained and logged
 *     by SAELens); NaN without rows
 * @param mean squared error, mean over rows and dims: {@code summed / dIn}; NaN without rows
 * @param meanNorm {@code E|e|}: the length of the error, not squared, mean over rows
 *     (dictionary_learning's {@code l2_loss}); NaN without rows
 */
public record SquaredError(long rows, double summed, double mean, double meanNorm) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("sumOverDims", summed)
        .put("meanOverDims", mean)
        .put("meanNorm", meanNorm)
        .toMap();
  }
}
