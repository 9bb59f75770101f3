package org.monosem.core.metric;

import java.util.Map;

/**
 * Whether reconstructions are systematically too short.
 *
 * @param rows the rows behind the figures
 * @param relativeReconstructionBias {@code E|x̂|² / E[x · x̂]}: the factor by which {@code x̂}
 *     would have to be divided for the smallest squared error; 1 is unbiased, less is shrinkage
 *     (Rajamanoharan et al. 2024, "Improving Dictionary Learning with Gated Sparse Autoencoders",
 *     equation 10); NaN if every reconstruction is zero
 * @param normRatio {@code |x̂| / |x|}, mean over the rows where {@code x} is not zero; NaN if there
 *     are none
 * @param zeroRows how many rows have a zero {@code x} and are left out of {@code normRatio}
 */
public record Shrinkage(
    long rows, double relativeReconstructionBias, double normRatio, long zeroRows) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("relativeReconstructionBias", relativeReconstructionBias)
        .put("normRatio", normRatio)
        .put("zeroRows", zeroRows)
        .toMap();
  }
}
