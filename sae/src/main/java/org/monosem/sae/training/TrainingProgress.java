package org.monosem.sae.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.sae.objective.StepPath;

/**
 * How a training went since the last report. Means are over the rows since then; losses are in the
 * units that the training sees (after input scaling).
 *
 * @param step how many steps are done
 * @param steps how many there will be
 * @param rows how many rows (tokens) went by in all
 * @param loss the objective's whole loss: mean over rows; without the terms
 * @param squaredErrorSum {@code |x - xhat|^2}: sum over elements, mean over rows
 * @param penalty {@code sum_i f_i w_i}: sum over features, mean over rows; without the coefficient
 * @param penaltyCoefficient the coefficient at this step, warm-up included
 * @param l0 features that fired: mean over rows
 * @param explainedVariance {@code 1 - sum |x - xhat|^2 / sum |x - mean|^2}, sums over the rows
 *     since the last report, the mean being theirs; NaN if they do not vary
 * @param deadFeatures features silent for the recipe's number of rows
 * @param gradientNorm the last step's global gradient norm before clipping
 * @param learningRate the last step's
 * @param rowsPerSecond wall-clock rate since the last report
 * @param path the last step's path
 * @param highNormRows how many rows in all were not trained on because of their norm; see {@link
 *     Recipe#withMaxNormRatio}
 * @param terms by name what each {@linkplain Recipe#withTerm term} added to the loss, its weight
 *     included: mean over the steps since the last report, each on the term's own rows; empty if
 *     the recipe has none
 */
public record TrainingProgress(
    long step,
    long steps,
    long rows,
    double loss,
    double squaredErrorSum,
    double penalty,
    double penaltyCoefficient,
    double l0,
    double explainedVariance,
    int deadFeatures,
    double gradientNorm,
    double learningRate,
    double rowsPerSecond,
    StepPath path,
    long highNormRows,
    Map<String, Double> terms) {

  /** Copies the terms. */
  public TrainingProgress {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  /** Returns what the training minimises: the objective's loss and what the terms add to it. */
  public double lossWithTerms() {
    return loss + terms.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Returns the report as a JSON object; what is not finite becomes null. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", step);
    json.put("steps", steps);
    json.put("tokens", rows);
    number(json, "loss.mean_over_rows", loss);
    number(json, "squared_error.sum_over_d_in.mean_over_rows", squaredErrorSum);
    number(json, "penalty.sum_over_features.mean_over_rows", penalty);
    number(json, "penalty_coefficient", penaltyCoefficient);
    number(json, "l0.mean_over_rows", l0);
    number(json, "explained_variance.global", explainedVariance);
    json.put("dead_features", deadFeatures);
    number(json, "gradient_norm", gradientNorm);
    number(json, "learning_rate", learningRate);
    number(json, "tokens_per_second", rowsPerSecond);
    json.put("path", path.name());
    json.put("high_norm_rows", highNormRows);
    terms.forEach(
        (name, value) -> number(json, "term." + name + ".weighted.mean_over_steps", value));
    if (!terms.isEmpty()) {
      number(json, "loss_with_terms.mean_over_rows", lossWithTerms());
    }
    return json;
  }

  /** Returns the seconds left at the present rate. */
  public double secondsLeft() {
    double rowsLeft = rows * ((double) (steps - step) / step);
    return rowsLeft / rowsPerSecond;
  }

  @SuppressWarnings("NullAway") // JSON null
  private static void number(Map<String, Object> json, String key, double value) {
    json.put(key, Double.isFinite(value) ? value : null);
  }
}
