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
 * @param peerReconstruction reconstructions as other projects measure them
 * @param peerSparsity sparsity as other projects count it
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
    FeatureDensity density,
    PeerReconstruction peerReconstruction,
    PeerSparsity peerSparsity) {

  /** Returns the dead and ultralow features at the paper's threshold of 1e-6. */
  public DeadFeatures deadFeatures() {
    return density.deadFeatures(FeatureDensity.ULTRALOW);
  }

  /** Returns the share of the variance lost, {@code 1 - explainedVariance}, over all rows. */
  public double fractionOfVarianceUnexplained() {
    return 1 - explainedVariance.value();
  }

  /**
   * Returns the figures as other projects compute them, under their names: a map for each of
   * SAELens, SAEBench (core 0.6.0), dictionary_learning, sparsify, OpenAI and Llamascopium. What a
   * project computed before a version has that version in its name.
   */
  public Map<String, Object> toPeerMap() {
    return new PeerForms(this).toMap();
  }

  /**
   * Returns the figures by name, in nested maps, ready for JSON: densities as a histogram with four
   * bins for each power of ten, and {@link #toPeerMap} under {@code peers}. Figures that are not
   * finite are left out.
   */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("l0", l0.toMap())
        .put("l1", l1.toMap())
        .put("squaredError", squaredError.toMap())
        .put("explainedVariance", explainedVariance.toMap())
        .put("fractionOfVarianceUnexplained", fractionOfVarianceUnexplained())
        .put("legacyExplainedVariance", legacyExplainedVariance.toMap())
        .put("cosineSimilarity", cosineSimilarity.toMap())
        .put("shrinkage", shrinkage.toMap())
        .put("deadFeatures", deadFeatures().toMap())
        .put("frequencies", density.frequencies().toMap())
        .put("density", density.histogram(4).toMap())
        .put("peerReconstruction", peerReconstruction.toMap())
        .put("peerSparsity", peerSparsity.toMap())
        .put("peers", toPeerMap())
        .toMap();
  }
}
