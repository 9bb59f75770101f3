package org.monosem.core.metric;

import java.util.Map;

/**
 * Every reconstruction and sparsity metric of a dictionary over the same rows.
 *
 * @param rows the rows behind every figure
 * @param l0 active features in a row
 * @param l1 size of the feature activations
 * @param squaredError distance of the reconstructions
 * @param explainedVariance share of the variance kept, centred by the mean over all rows
 * @param legacyExplainedVariance the same as other projects compute it
 * @param cosineSimilarity direction of the reconstructions
 * @param shrinkage length of the reconstructions
 * @param density how often each feature is active
 */
public record ReconstructionReport(
    long rows,
    L0Distribution l0,
    L1Norm l1,
    SquaredError squaredError,
    ExplainedVariance explainedVariance,
    LegacyExplainedVariance legacyExplainedVariance,
    CosineSimilarity cosineSimilarity,
    Shrinkage shrinkage,
    FeatureDensity density) {

  /** Returns the dead and ultralow features at the paper's threshold of 1e-6. */
  public DeadFeatures deadFeatures() {
    return density.deadFeatures(FeatureDensity.ULTRALOW);
  }

  /**
   * Returns the figures by name, in nested maps, ready for JSON: densities as a histogram with four
   * bins for each power of ten. Figures that are not finite are left out.
   */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("l0", l0.toMap())
        .put("l1", l1.toMap())
        .put("squaredError", squaredError.toMap())
        .put("explainedVariance", explainedVariance.toMap())
        .put("legacyExplainedVariance", legacyExplainedVariance.toMap())
        .put("cosineSimilarity", cosineSimilarity.toMap())
        .put("shrinkage", shrinkage.toMap())
        .put("deadFeatures", deadFeatures().toMap())
        .put("density", density.histogram(4).toMap())
        .toMap();
  }
}
