package org.monosem.core.metric;

import java.util.Map;

/**
 * Figures about reconstructions as other projects reduce them, for comparison with theirs only. The
 * batches of the formulas are those that the accumulator accepted, so all but the norms depend on
 * how rows are batched.
 *
 * @param rows the rows behind the figures
 * @param batches the batches behind the figures
 * @param inputNorm {@code E|x|} (SAELens and SAEBench {@code l2_norm_in})
 * @param reconstructionNorm {@code E|x̂|} (their {@code l2_norm_out})
 * @param normRatio {@code |x̂| / |x|}, mean over all rows, with 1 in the place of an {@code |x|}
 *     below 1e-4 (their {@code l2_ratio}; ours is {@link Shrinkage#normRatio})
 * @param relativeReconstructionBias {@code E|x̂|² / E[x · x̂]} of each batch, mean over batches
 *     (theirs and dictionary_learning's; ours is a ratio over all rows)
 * @param squaredErrorPerBatchRow {@code |e|²} of a row divided by the rows of its batch, mean over
 *     rows: shrinks as batches grow (SAELens evaluations before 6.45.2, SAEBench core 0.6.0 {@code
 *     mse})
 * @param relativeSquaredError {@code |e|² / |x|²}, mean over the rows where {@code x} is not zero:
 *     not centred (OpenAI {@code normalized_mean_squared_error}); NaN if there are none
 * @param unexplainedVariance {@code Σ|e|² / Σ|x - x̄|²} of each batch, mean over batches (sparsify
 *     {@code fvu}, the normalised error of OpenAI's kernels); NaN or infinite for a batch of equal
 *     rows
 * @param saeBenchExplainedVariance {@code 1 - R / (S - (S / dIn)²)} with {@code R} and {@code S}
 *     the means over batches of {@code E|e|²} and {@code E|x|²} (SAEBench core 0.6.0 {@code
 *     explained_variance}, batch by batch as there)
 */
public record PeerReconstruction(
    long rows,
    long batches,
    double inputNorm,
    double reconstructionNorm,
    double normRatio,
    double relativeReconstructionBias,
    double squaredErrorPerBatchRow,
    double relativeSquaredError,
    double unexplainedVariance,
    double saeBenchExplainedVariance) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("batches", batches)
        .put("inputNorm", inputNorm)
        .put("reconstructionNorm", reconstructionNorm)
        .put("normRatio", normRatio)
        .put("relativeReconstructionBias", relativeReconstructionBias)
        .put("squaredErrorPerBatchRow", squaredErrorPerBatchRow)
        .put("relativeSquaredError", relativeSquaredError)
        .put("unexplainedVariance", unexplainedVariance)
        .put("saeBenchExplainedVariance", saeBenchExplainedVariance)
        .toMap();
  }
}
