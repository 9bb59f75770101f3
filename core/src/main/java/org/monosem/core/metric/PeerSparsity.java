package org.monosem.core.metric;

import java.util.Map;

/**
 * Sparsity as other projects count it, which differs from {@link L0Distribution} and {@link L1Norm}
 * only for dictionaries with negative feature activations.
 *
 * @param rows the rows behind the figures
 * @param positiveL0 features above zero in a row, mean over rows (SAELens before it counted values
 *     that are not zero, Llamascopium); NaN without rows
 * @param signedL1 {@code Σ f_i}, with its sign: sum over features, mean over rows (SAEBench core
 *     0.6.0 {@code l1}); NaN without rows
 */
public record PeerSparsity(long rows, double positiveL0, double signedL1) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("positiveL0", positiveL0)
        .put("signedL1", signedL1)
        .toMap();
  }
}
