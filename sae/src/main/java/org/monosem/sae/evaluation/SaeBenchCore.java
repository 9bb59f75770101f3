package org.monosem.sae.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.FeatureFrequencies;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.PeerReconstruction;
import org.monosem.core.metric.ReconstructionReport;

/**
 * An evaluation as SAEBench's core evaluation writes it: the fields, nesting and formulas of
 * SAEBench 0.6.0 (its {@code eval_output_schema_core.json}), so that results can be compared by
 * name and read by its tools.
 *
 * <p>The formulas are SAEBench's also where they are not ours: {@code explained_variance} subtracts
 * the square of the mean of squares, {@code mse} is divided by the positions of a batch, {@code
 * relative_reconstruction_bias} is a mean over batches. The correct figures are under {@code
 * eval_result_unstructured}, with mean and resample ablation. Differences that remain: the same
 * positions are edited in every run (SAEBench ablates also those that the splice keeps); losses are
 * means over all predictions, divergences over the edited positions; features count as active if
 * not zero, whatever their sign. A figure without a value is -1, as there.
 *
 * @param splice the dictionary in its model
 * @param geometry its directions; where only a sample was compared, the averages are the sample's
 *     and features left out have -1
 * @param origin what was measured
 * @param stamp which run this is
 */
public record SaeBenchCore(
    SpliceReport splice, GeometryReport geometry, SaeBenchOrigin origin, SaeBenchStamp stamp) {

  /** Returns the result by name, in nested maps, ready for JSON; details of every feature last. */
  public Map<String, Object> toMap(SparseAutoencoder dictionary) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eval_type_id", "core");
    fields.put("eval_config", config());
    fields.put("eval_id", stamp.evalId().toString());
    fields.put("datetime_epoch_millis", stamp.time().toEpochMilli());
    fields.put("eval_result_metrics", metrics());
    fields.put("sae_bench_commit_hash", "none, measured by Monosem with the formulas of 0.6.0");
    fields.put("sae_lens_id", "custom_sae");
    fields.put("sae_lens_release_id", stamp.releaseId());
    fields.put("sae_lens_version", "none");
    fields.put("sae_cfg_dict", origin.saeConfig());
    fields.put(
        "eval_result_unstructured",
        Map.of("monosem", splice.toMap(), "monosem_geometry", geometry.toMap()));
    fields.put("eval_result_details", new SaeBenchDetails(splice, geometry).of(dictionary));
    return fields;
  }

  private Map<String, Object> config() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model_name", origin.modelName());
    fields.put("llm_dtype", "float32");
    fields.put("batch_size_prompts", batchContexts());
    fields.put("n_eval_reconstruction_batches", splice.counts().batches());
    fields.put("n_eval_sparsity_variance_batches", splice.counts().batches());
    fields.put("dataset", origin.dataset());
    fields.put("context_size", (long) origin.contextSize());
    for (String computed :
        List.of(
            "compute_kl",
            "compute_ce_loss",
            "compute_l2_norms",
            "compute_sparsity_metrics",
            "compute_variance_metrics",
            "compute_featurewise_density_statistics",
            "compute_featurewise_weight_based_metrics")) {
      fields.put(computed, true);
    }
    fields.put(
        "exclude_special_tokens_from_reconstruction",
        splice.editedPositions() < splice.positions());
    fields.put("verbose", false);
    return fields;
  }

  /** The contexts of a full batch; the last one may have fewer. */
  private long batchContexts() {
    long batches = splice.counts().batches();
    return (splice.contexts() + batches - 1) / batches;
  }

  private Map<String, Object> metrics() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model_behavior_preservation", behavior(splice.divergence()));
    fields.put("model_performance_preservation", performance(splice.loss()));
    fields.put("reconstruction_quality", quality(splice.reconstruction()));
    fields.put("shrinkage", shrinkage(splice.reconstruction().peerReconstruction()));
    fields.put(
        "sparsity",
        figures(
            "l0", splice.reconstruction().l0().mean(),
            "l1", splice.reconstruction().peerSparsity().signedL1()));
    fields.put(
        "token_stats",
        Map.of(
            "total_tokens_eval_reconstruction", splice.positions(),
            "total_tokens_eval_sparsity_variance", splice.positions()));
    fields.put("misc_metrics", misc(splice.reconstruction().density().frequencies()));
    return fields;
  }

  private static Map<String, Object> behavior(LossRecovered divergence) {
    return figures(
        "kl_div_score", divergence.againstZero(),
        "kl_div_with_ablation", divergence.zeroAblated(),
        "kl_div_with_sae", divergence.spliced());
  }

  private static Map<String, Object> performance(LossRecovered loss) {
    return figures(
        "ce_loss_score", loss.againstZero(),
        "ce_loss_with_ablation", loss.zeroAblated(),
        "ce_loss_with_sae", loss.spliced(),
        "ce_loss_without_sae", loss.clean());
  }

  private static Map<String, Object> quality(ReconstructionReport report) {
    return figures(
        "explained_variance", report.peerReconstruction().saeBenchExplainedVariance(),
        "explained_variance_legacy", report.legacyExplainedVariance().perToken(),
        "mse", report.peerReconstruction().squaredErrorPerBatchRow(),
        "cossim", report.cosineSimilarity().mean());
  }

  private static Map<String, Object> shrinkage(PeerReconstruction peer) {
    return figures(
        "l2_norm_in", peer.inputNorm(),
        "l2_norm_out", peer.reconstructionNorm(),
        "l2_ratio", peer.normRatio(),
        "relative_reconstruction_bias", peer.relativeReconstructionBias());
  }

  private Map<String, Object> misc(FeatureFrequencies frequencies) {
    return figures(
        "freq_over_1_percent", frequencies.over1Percent(),
        "freq_over_10_percent", frequencies.over10Percent(),
        "normalized_freq_over_1_percent", frequencies.normalizedOver1Percent(),
        "normalized_freq_over_10_percent", frequencies.normalizedOver10Percent(),
        "average_max_encoder_cosine_sim", geometry.encoder().mean(),
        "average_max_decoder_cosine_sim", geometry.decoder().mean(),
        "frac_alive", frequencies.alive());
  }

  /** Names and figures in turn. */
  private static Map<String, Object> figures(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], SaeBenchDetails.present((double) pairs[i + 1]));
    }
    return fields;
  }
}
