package org.monosem.sae.training;

import java.util.Map;
import org.monosem.core.json.JsonObject;

/**
 * Everything that decides what a training computes, apart from the activations: two runs of equal
 * plans on equal sources give the same bits on the same machine and thread count.
 *
 * @param recipe how to train, already scaled to this run's length
 * @param dSae the number of features
 * @param length steps and batch
 * @param seed of every random choice
 * @param compute by which precision, tiles and paths
 */
public record TrainingPlan(
    Recipe recipe, int dSae, RunLength length, long seed, ComputePlan compute) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public TrainingPlan {
    Check.atLeast("dSae", 1, dSae);
  }

  /** Returns a plan in float32, with {@link ComputePlan#of the usual tiles and costs}. */
  public static TrainingPlan of(Recipe recipe, int dSae, RunLength length, long seed) {
    return new TrainingPlan(recipe, dSae, length, seed, ComputePlan.of(dSae, length.batch()));
  }

  /** Returns the plan as a JSON object: every number that decides the result. */
  public Map<String, Object> toJson() {
    return RecordJson.toJson(this);
  }

  /**
   * Reads what {@link #toJson} gave; it stands in a dictionary's metadata under {@code training}.
   *
   * @throws RuntimeException naming the place, if a key is unknown or missing or a value does not
   *     fit
   */
  public static TrainingPlan fromJson(JsonObject json) {
    return RecordJson.fromJson(json, TrainingPlan.class);
  }

  /** Returns the learning rate of a step, counted from 0. */
  double learningRate(long step) {
    return recipe.adam().learningRate()
        * recipe.learningRateSchedule().factor(step, length.steps());
  }

  /** Returns the same plan, computed in another way. */
  public TrainingPlan withCompute(ComputePlan value) {
    return new TrainingPlan(recipe, dSae, length, seed, value);
  }

  /** Returns the same plan with other costs of the paths. */
  public TrainingPlan withCosts(StepCosts value) {
    return withCompute(compute.withCosts(value));
  }
}
