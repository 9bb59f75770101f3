package org.monosem.examples.quickstart;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.sae.evaluation.SpliceReport;

/**
 * What a first run found.
 *
 * @param page the feature browser
 * @param dictionary the folder of the trained dictionary
 * @param harvestedRows activations in the cache
 * @param trainedRows activations trained on, all passes together
 * @param heldOut the metrics on held-out text
 * @param compared how polysemantic the neurons and the features are
 * @param seconds how long the stages took, by name
 */
public record QuickstartResult(
    Path page,
    Path dictionary,
    long harvestedRows,
    long trainedRows,
    SpliceReport heldOut,
    NeuronsAndFeatures compared,
    Map<String, Double> seconds) {

  /** Returns the figures by name, the page's path first. */
  public Map<String, Object> toMap() {
    LossRecovered loss = heldOut.loss();
    ReconstructionReport reconstruction = heldOut.reconstruction();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("page", page.toString());
    map.put("sae", dictionary.toString());
    map.put("harvested_rows", harvestedRows);
    map.put("trained_rows", trainedRows);
    map.put("held_out_tokens", heldOut.positions());
    map.put("loss_recovered", loss.againstZero());
    map.put("loss_recovered_mean_ablation", loss.againstMean());
    map.put("ce_clean", loss.clean());
    map.put("ce_spliced", loss.spliced());
    map.put("ce_zero_ablated", loss.zeroAblated());
    map.put("ce_mean_ablated", loss.meanAblated());
    map.put("mean_l0", reconstruction.l0().mean());
    map.put("explained_variance", reconstruction.explainedVariance().value());
    map.put("dead_or_ultralow_fraction", reconstruction.deadFeatures().fraction());
    map.put("polysemanticity", compared.toMap());
    map.put("seconds", seconds);
    map.put("seconds_in_all", seconds.values().stream().mapToDouble(Double::doubleValue).sum());
    return map;
  }
}
