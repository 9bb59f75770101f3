package org.monosem.core.metric;

import java.util.Map;

/**
 * Explained variance as other projects compute or computed it, for comparison with their figures
 * only; {@link ExplainedVariance} is the one to report. {@code x̄} is the mean of {@code x} over
 * one batch, so three of the four depend on how rows are batched.
 *
 * @param rows the rows behind the figures
 * @param batches the batches behind the figures
 * @param batchCentred {@code 1 - Σ|e|² / Σ|x - x̄|²} of each batch, mean over batches (SAELens
 *     training log, Llamascopium)
 * @param residualCentred {@code 1 - Σ|e - ē|² / Σ|x - x̄|²} of each batch, mean over batches: a
 *     constant error is free (dictionary_learning's {@code frac_variance_explained})
 * @param perToken {@code 1 - |e|² / |x - x̄|²} of each row, mean over rows: rows near the mean
 *     dominate (the {@code legacy} form of SAELens, Llamascopium and the SAEBench paper)
 * @param saeLensBefore6451 {@code 1 - E|e|² / (E|x|² - (E|x|² / dIn)²)}: what is subtracted from
 *     the second moment is the square of the mean of squares, where the squared mean was meant
 *     (SAELens evaluations before 6.45.1, SAEBench core 0.6.0); here over all rows at once, which
 *     is what it gives for batches of one size
 */
public record LegacyExplainedVariance(
    long rows,
    long batches,
    double batchCentred,
    double residualCentred,
    double perToken,
    double saeLensBefore6451) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("batches", batches)
        .put("batchCentred", batchCentred)
        .put("residualCentred", residualCentred)
        .put("perToken", perToken)
        .put("saeLensBefore6.45.1", saeLensBefore6451)
        .toMap();
  }
}
