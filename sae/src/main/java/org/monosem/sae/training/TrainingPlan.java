package org.monosem.sae.training;

import java.util.Map;
import org.monosem.core.json.JsonObject;
import org.monosem.sae.objective.RowLayout;

/**
 * Everything that decides what a training computes, apart from the activations: two runs of equal
 * plans on equal sources give the same bits on the same machine and thread count.
 *
 * @param recipe how to train, already scaled to this run's length
 * @param dSae the number of features
 * @param length steps and batch
 * @param seed of every random choice
 * @param compute by which precision, tiles and paths
 * @param layout what stands in the rows: what is predicted from what
 */
public record TrainingPlan(
    Recipe recipe, int dSae, RunLength length, long seed, ComputePlan compute, RowLayout layout) {

  /**
   * Checks the numbers, and that the objective goes with the rows.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public TrainingPlan {
    Check.atLeast("dSae", 1, dSae);
    layout.check(recipe.objective());
    if (layout.isTranscoder()
        && recipe.initialisation().encoder() == Initialisation.Encoder.DECODER) {
      throw new IllegalArgumentException(
          "initialisation: a transcoder's encoder cannot start as its decoder, which is of another"
              + " hook; take KAIMING_UNIFORM");
    }
  }

  /**
   * Returns an autoencoder's plan in float32, with {@link ComputePlan#of the usual tiles and
   * costs}.
   */
  public static TrainingPlan of(Recipe recipe, int dSae, RunLength length, long seed) {
    ComputePlan compute = ComputePlan.of(dSae, length.batch());
    return new TrainingPlan(recipe, dSae, length, seed, compute, RowLayout.AUTOENCODER);
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
    return new TrainingPlan(recipe, dSae, length, seed, value, layout);
  }

  /**
   * Returns the same plan for rows of another layout: a transcoder's or a crosscoder's, whose
   * penalty by decoder norms then adds up the norms of the sources. Where the recipe starts the
   * encoder as the decoder, a transcoder's starts {@link Initialisation.Encoder#KAIMING_UNIFORM}.
   *
   * @throws IllegalArgumentException if the objective does not go with it
   */
  public TrainingPlan withLayout(RowLayout value) {
    Recipe fitted = recipe.withObjective(value.fitted(recipe.objective()));
    if (value.isTranscoder()) {
      fitted = fitted.withInitialisation(recipe.initialisation().withOwnEncoder());
    }
    return new TrainingPlan(fitted, dSae, length, seed, compute, value);
  }

  /** Returns what a training by this plan holds at its peak, for rows of a width. */
  public MemoryEstimate memory(int rowWidth) {
    return compute.memory(sizes(rowWidth));
  }

  /**
   * Returns the same plan with tiles and pairs that keep its training within so much memory.
   *
   * @param bytes for all that {@link #memory} counts
   * @param rowWidth the width of a row
   * @throws IllegalArgumentException if even single rows do not fit, saying how much they need
   */
  public TrainingPlan within(long bytes, int rowWidth) {
    return withCompute(compute.within(bytes, sizes(rowWidth)));
  }

  private StepSizes sizes(int rowWidth) {
    return new StepSizes(layout, layout.dictionary(rowWidth, dSae), length.batch(), recipe.term());
  }

  /** Returns the same plan with other costs of the paths. */
  public TrainingPlan withCosts(StepCosts value) {
    return withCompute(compute.withCosts(value));
  }
}
