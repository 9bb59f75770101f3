package org.monosem.sae.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.sae.objective.BatchStatistics;
import org.monosem.sae.objective.BatchTopKObjective;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.PenaltyWeight;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.objective.TopKObjective;

/**
 * One line of a sweep's table: a dictionary and its figures on rows that are the same for all.
 *
 * @param name the entry's name
 * @param recipe its recipe's name
 * @param features its number of features
 * @param coefficient its penalty coefficient, zero without a penalty
 * @param sparsity what decides how many features fire
 * @param seed the seed of its start
 * @param steps how many steps it was trained
 * @param rows the rows behind the figures
 * @param l0 features that fire: mean over rows
 * @param explainedVariance {@code 1 - E|x - xhat|^2 / E|x - E x|^2}, sums over dims
 * @param loss the training's loss without warm-up, in the units that the training sees (after input
 *     scaling), AuxK left out: mean over rows; NaN where the loss is of more than activations and
 *     reconstructions (matryoshka, jumprelu, gated, p-anneal), and of transcoders and crosscoders,
 *     whose parts have scales of their own
 * @param deadFeatures features that fire on none of the rows
 * @param rowsPerSecond rows trained on by this dictionary, a second of its own steps; NaN if it
 *     took no step since the sweep was built
 * @param failure why it went no further, or null if it did not fail
 */
public record SweepResult(
    String name,
    String recipe,
    int features,
    double coefficient,
    SparsityControl sparsity,
    long seed,
    long steps,
    long rows,
    double l0,
    double explainedVariance,
    double loss,
    long deadFeatures,
    double rowsPerSecond,
    @Nullable String failure) {

  static SweepResult of(SweptDictionary dictionary, int dIn, ReconstructionReport report) {
    Objective objective = dictionary.objective();
    return new SweepResult(
        dictionary.entry().name(),
        dictionary.plan().recipe().name(),
        dictionary.plan().dSae(),
        objective.coefficient(),
        dictionary.plan().recipe().sparsityControl(),
        dictionary.plan().seed(),
        dictionary.step(),
        report.rows(),
        report.l0().mean(),
        report.explainedVariance().value(),
        dictionary.plan().layout().parts().isEmpty()
            ? loss(objective, dIn, report, dictionary.inputScale())
            : Double.NaN,
        report.deadFeatures().dead(),
        dictionary.rowsPerSecond(),
        dictionary.failure());
  }

  /**
   * The report is of raw activations: errors and decoder norms are {@code inputScale} smaller. AuxK
   * is left out; a loss of other parts than a report knows is NaN.
   */
  private static double loss(
      Objective objective, int dIn, ReconstructionReport report, double inputScale) {
    boolean known =
        objective instanceof L1Objective
            || objective instanceof TopKObjective
            || objective instanceof BatchTopKObjective;
    if (!known) {
      return Double.NaN;
    }
    double error = report.squaredError().summed() * inputScale * inputScale;
    double penalty =
        objective instanceof L1Objective l1 && l1.penaltyWeight() == PenaltyWeight.ONE
            ? report.l1().mean()
            : report.l1().decoderWeighted() * inputScale;
    long rows = report.rows();
    long active = Math.round(report.l0().mean() * rows);
    BatchStatistics sums = new BatchStatistics(rows, error * rows, penalty * rows, active, 0, 0);
    return objective.lossSum(sums, dIn, 1) / rows;
  }

  /** Returns {@code E|x - xhat|^2 / E|x - E x|^2}, sums over dims. */
  public double fractionOfVarianceUnexplained() {
    return 1 - explainedVariance;
  }

  /** Returns the line as a JSON object; what is not finite is left out. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("features", features);
    json.put("coefficient", coefficient);
    json.put("recipe", recipe);
    json.put("sparsity_knob", sparsity.knob().text());
    number(json, "sparsity", sparsity.value());
    json.put("seed", seed);
    json.put("steps", steps);
    json.put("rows", rows);
    number(json, "l0", l0);
    number(json, "explained_variance", explainedVariance);
    number(json, "fvu", fractionOfVarianceUnexplained());
    number(json, "loss", loss);
    json.put("dead_features", deadFeatures);
    number(json, "rows_per_second", rowsPerSecond);
    if (failure != null) {
      json.put("failure", failure);
    }
    return json;
  }

  private static void number(Map<String, Object> json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, value);
    }
  }
}
