package org.monosem.core.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a report under the names and with the formulas of other projects, one map for each
 * project. Where a project averages per-batch means, batches of one size give its very figure.
 */
final class PeerForms {
  private final ReconstructionReport report;
  private final PeerReconstruction peer;
  private final FeatureFrequencies frequencies;

  PeerForms(ReconstructionReport report) {
    this.report = report;
    this.peer = report.peerReconstruction();
    this.frequencies = report.density().frequencies();
  }

  Map<String, Object> toMap() {
    Map<String, Object> projects = new LinkedHashMap<>();
    projects.put("SAELens", saeLens());
    projects.put("SAEBench", saeBench());
    projects.put("dictionary_learning", dictionaryLearning());
    projects.put("sparsify", sparsify());
    projects.put("OpenAI", openAi());
    projects.put("Llamascopium", llamascopium());
    return Collections.unmodifiableMap(projects);
  }

  /** SAELens 6.45.2 and later, with the forms that it had before. */
  private Map<String, Object> saeLens() {
    return new FieldMap()
        .put("explained_variance", report.explainedVariance().value())
        .put("explained_variance_legacy", report.legacyExplainedVariance().perToken())
        .put("explained_variance_training_log", report.legacyExplainedVariance().batchCentred())
        .put("explained_variance_before_6.45.1", peer.saeBenchExplainedVariance())
        .put("mse", report.squaredError().summed())
        .put("mse_before_6.45.2", peer.squaredErrorPerBatchRow())
        .put("cossim", report.cosineSimilarity().mean())
        .put("l2_norm_in", peer.inputNorm())
        .put("l2_norm_out", peer.reconstructionNorm())
        .put("l2_ratio", peer.normRatio())
        .put("relative_reconstruction_bias", peer.relativeReconstructionBias())
        .put("l0", report.l0().mean())
        .put("l0_positive_before_6.4x", report.peerSparsity().positiveL0())
        .put("l1", report.peerSparsity().signedL1())
        .toMap();
  }

  /** SAEBench core 0.6.0. */
  private Map<String, Object> saeBench() {
    return new FieldMap()
        .put("explained_variance", peer.saeBenchExplainedVariance())
        .put("explained_variance_legacy", report.legacyExplainedVariance().perToken())
        .put("mse", peer.squaredErrorPerBatchRow())
        .put("cossim", report.cosineSimilarity().mean())
        .put("l2_norm_in", peer.inputNorm())
        .put("l2_norm_out", peer.reconstructionNorm())
        .put("l2_ratio", peer.normRatio())
        .put("relative_reconstruction_bias", peer.relativeReconstructionBias())
        .put("l0", report.l0().mean())
        .put("l1", report.peerSparsity().signedL1())
        .put("frac_alive", frequencies.alive())
        .put("freq_over_1_percent", frequencies.over1Percent())
        .put("freq_over_10_percent", frequencies.over10Percent())
        .put("normalized_freq_over_1_percent", frequencies.normalizedOver1Percent())
        .put("normalized_freq_over_10_percent", frequencies.normalizedOver10Percent())
        .toMap();
  }

  private Map<String, Object> dictionaryLearning() {
    return new FieldMap()
        .put("l2_loss", report.squaredError().meanNorm())
        .put("l1_loss", report.l1().mean())
        .put("l0", report.l0().mean())
        .put("frac_variance_explained", report.legacyExplainedVariance().residualCentred())
        .put("cossim", report.cosineSimilarity().mean())
        .put("l2_ratio", report.shrinkage().normRatio())
        .put("relative_reconstruction_bias", peer.relativeReconstructionBias())
        .put("frac_alive", frequencies.alive())
        .toMap();
  }

  private Map<String, Object> sparsify() {
    return new FieldMap().put("fvu", peer.unexplainedVariance()).toMap();
  }

  /** Of its loss.py, and of its training script. */
  private Map<String, Object> openAi() {
    return new FieldMap()
        .put("normalized_mean_squared_error", peer.relativeSquaredError())
        .put("normalized_mse", peer.unexplainedVariance())
        .toMap();
  }

  private Map<String, Object> llamascopium() {
    return new FieldMap()
        .put("explained_variance", report.legacyExplainedVariance().batchCentred())
        .put("explained_variance_legacy", report.legacyExplainedVariance().perToken())
        .put("l0", report.peerSparsity().positiveL0())
        .toMap();
  }
}
