package org.monosem.core.metric;

import java.util.Map;

/**
 * The size of feature activations.
 *
 * @param rows the rows behind the figures
 * @param mean {@code Σ |f_i|}: sum over features, mean over rows; NaN without rows
 * @param decoderWeighted {@code Σ |f_i| |W_dec,i|}, each feature weighted by the length of its
 *     decoder row: sum over features, mean over rows (the penalty of Anthropic's April 2024 update,
 *     which no rescaling between encoder and decoder can change); NaN without rows
 */
public record L1Norm(long rows, double mean, double decoderWeighted) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("mean", mean)
        .put("decoderWeighted", decoderWeighted)
        .toMap();
  }
}
