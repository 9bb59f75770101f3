package org.monosem.sae.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.HookPoint;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.PeerLossRecovered;
import org.monosem.core.metric.ReconstructionReport;

/**
 * What a dictionary does to the model that its activations come from.
 *
 * @param hook where it was spliced in
 * @param counts how much text is behind the figures
 * @param loss the cross-entropy losses of the runs over all predictions, and what is recovered
 * @param divergence the divergences {@code KL(model as it is || run)} at the edited positions, mean
 *     over positions, nats, and what is recovered; the clean run's is zero
 * @param peerLoss the loss recovered as other projects average it
 * @param reconstruction the metrics of the reconstructions at the edited positions
 * @param contextsByFeature for each feature the contexts in which it was active, {@code [dSae]}
 * @param domains the figures of each domain by its name; empty for contexts without labels
 */
public record SpliceReport(
    HookPoint hook,
    SpliceCounts counts,
    LossRecovered loss,
    LossRecovered divergence,
    PeerLossRecovered peerLoss,
    ReconstructionReport reconstruction,
    List<Long> contextsByFeature,
    Map<String, DomainReport> domains) {

  /** Copies the collections. */
  public SpliceReport {
    contextsByFeature = List.copyOf(contextsByFeature);
    domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
  }

  /** Returns the contexts behind every figure. */
  public long contexts() {
    return counts.contexts();
  }

  /** Returns all positions of these contexts. */
  public long positions() {
    return counts.positions();
  }

  /** Returns the positions whose activations were replaced. */
  public long editedPositions() {
    return counts.editedPositions();
  }

  /**
   * Returns what is recovered of loss and divergence against each ablation under names that say so:
   * {@code loss_recovered_zero}, {@code _mean}, {@code _resample} and {@code kl_recovered_zero},
   * {@code _mean}, {@code _resample}. Figures that are not finite are left out.
   */
  public Map<String, Object> recovered() {
    Map<String, Object> fields = new LinkedHashMap<>();
    putRecovered(fields, "loss_recovered_", loss);
    putRecovered(fields, "kl_recovered_", divergence);
    return Collections.unmodifiableMap(fields);
  }

  /** Returns the figures by name, in nested maps, ready for JSON; NaN and infinities left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hook", hook.name());
    fields.put("contexts", contexts());
    fields.put("batches", counts.batches());
    fields.put("positions", positions());
    fields.put("editedPositions", editedPositions());
    fields.put("loss", loss.toMap());
    fields.put("klDivergence", divergence.toMap());
    fields.put("recovered", recovered());
    fields.put("peers", peers());
    fields.put("reconstruction", reconstruction.toMap());
    if (!domains.isEmpty()) {
      Map<String, Object> each = new LinkedHashMap<>();
      domains.forEach((name, report) -> each.put(name, report.toMap()));
      fields.put("domains", each);
    }
    return Collections.unmodifiableMap(fields);
  }

  /**
   * Returns the losses under the names of other projects. All use zero ablation alone. Ours edits
   * the same positions in every run, where SAELens and SAEBench ablate also the positions that
   * their splice keeps. Llamascopium's ratio is the inverse of everyone else's: 1 is perfect and
   * more is worse.
   */
  private Map<String, Object> peers() {
    Map<String, Object> bench = new LinkedHashMap<>();
    put(bench, "ce_loss_score", loss.againstZero());
    put(bench, "ce_loss_with_ablation", loss.zeroAblated());
    put(bench, "ce_loss_with_sae", loss.spliced());
    put(bench, "ce_loss_without_sae", loss.clean());
    put(bench, "kl_div_score", divergence.againstZero());
    put(bench, "kl_div_with_ablation", divergence.zeroAblated());
    put(bench, "kl_div_with_sae", divergence.spliced());
    Map<String, Object> dictionaryLearning = new LinkedHashMap<>();
    put(dictionaryLearning, "loss_original", loss.clean());
    put(dictionaryLearning, "loss_reconstructed", loss.spliced());
    put(dictionaryLearning, "loss_zero", loss.zeroAblated());
    put(dictionaryLearning, "frac_recovered", peerLoss.meanOfBatchRatios());
    Map<String, Object> llamascopium = new LinkedHashMap<>();
    put(llamascopium, "downstream_loss_ratio_inverted", 1 / loss.againstZero());
    Map<String, Object> projects = new LinkedHashMap<>();
    projects.put("SAELens", bench);
    projects.put("SAEBench", bench);
    projects.put("dictionary_learning", dictionaryLearning);
    projects.put("Llamascopium", llamascopium);
    return projects;
  }

  private static void putRecovered(Map<String, Object> fields, String name, LossRecovered figures) {
    put(fields, name + "zero", figures.againstZero());
    put(fields, name + "mean", figures.againstMean());
    put(fields, name + "resample", figures.againstResample());
  }

  private static void put(Map<String, Object> fields, String name, double figure) {
    if (Double.isFinite(figure)) {
      fields.put(name, figure);
    }
  }
}
