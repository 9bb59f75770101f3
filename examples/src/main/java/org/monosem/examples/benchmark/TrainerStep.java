package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.ErrorReduction;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.PenaltyWeight;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.training.ComputePlan;
import org.monosem.sae.training.Initialisation;
import org.monosem.sae.training.MemoryEstimate;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.StepCostMeter;
import org.monosem.sae.training.StepCosts;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;

/**
 * This library's training step, taken by a trainer as any user's is: statistics, firing counts and
 * progress reports included.
 */
final class TrainerStep implements Contender {
  /** The penalty of the measured loss, in units of the summed squared error. */
  static final double COEFFICIENT = 0.1;

  /** So small that no weight changes by more than rounding, and so L0 stays; all is computed. */
  static final double LEARNING_RATE = 1e-12;

  private static final long MANY_STEPS = 1_000_000_000;

  private final SaeTrainer trainer;
  private final NDArray rows;
  private final int dIn;
  private @Nullable TrainingProgress last;

  private TrainerStep(StepProblem problem, TrainingPlan plan) {
    this.rows = problem.rows();
    this.dIn = problem.dictionary().dIn();
    this.trainer =
        SaeTrainer.builder(InMemoryActivations.of(problem.rows()), plan)
            .device(problem.rows().getDevice())
            .startFrom(problem.dictionary())
            .reportEvery(1)
            .listener(
                new TrainingListener() {
                  @Override
                  public void progressed(TrainingProgress progress) {
                    last = progress;
                  }
                })
            .build();
  }

  /**
   * Returns the step by the path that the trainer chooses, by costs measured here and now.
   *
   * @param precision of the encoder's product; null for the faster of those that are exact
   */
  static TrainerStep chosen(StepProblem problem, @Nullable Precision precision) {
    return of(problem, measured(problem.rows().getDevice(), problem.shape(), precision));
  }

  /** Returns the step by this library's own dense path. */
  static TrainerStep dense(StepProblem problem) {
    StepShape shape = problem.shape();
    ComputePlan compute = ComputePlan.of(shape.features(), shape.batch());
    return of(problem, compute.withCosts(StepCosts.always(StepPath.DENSE)));
  }

  /** Returns the step that a trainer takes by a plan. */
  static TrainerStep of(StepProblem problem, ComputePlan compute) {
    return new TrainerStep(problem, plan(problem, Precision.FP32).withCompute(compute));
  }

  /**
   * Returns how a trainer computes steps of a shape, by costs measured here and now.
   *
   * @param precision of the encoder's product; null for the faster of those that are exact
   */
  static ComputePlan measured(Device device, StepShape shape, @Nullable Precision precision) {
    TrainingPlan plan = plan(shape, precision == null ? Precision.FP32 : precision);
    return precision == null
        ? StepCostMeter.fastest(device, plan, shape.dIn()).compute()
        : plan.compute().withCosts(StepCostMeter.measure(device, plan, shape.dIn()));
  }

  /** The 2023 objective with a summed error: what dictionary_learning's standard trainer does. */
  static L1Objective objective() {
    return new L1Objective(ErrorReduction.SUM, PenaltyWeight.ONE, true, COEFFICIENT);
  }

  static TrainingPlan plan(StepProblem problem, Precision precision) {
    return plan(problem.shape(), precision);
  }

  private static TrainingPlan plan(StepShape shape, Precision precision) {
    Recipe recipe =
        Recipe.towardsMonosemanticity2023()
            .withName("benchmark")
            .withObjective(objective())
            .withLearningRate(LEARNING_RATE)
            .withInitialisation(
                new Initialisation(
                    Initialisation.Encoder.DECODER, 1, Initialisation.DecoderBias.ZERO))
            .withResampling(ResamplingSchedule.none());
    RunLength length = new RunLength(MANY_STEPS, shape.batch());
    TrainingPlan plan = TrainingPlan.of(recipe, shape.features(), length, 0);
    return plan.withCompute(plan.compute().withPrecision(precision));
  }

  static ReluEncoder.Sizes sizes(TrainingPlan plan, int dIn) {
    return new ReluEncoder.Sizes(plan.dSae(), dIn, plan.compute().tileRows());
  }

  @Override
  public void run(int times) {
    for (int i = 0; i < times; i++) {
      trainer.step(rows);
    }
  }

  /** Returns the precision of the encoder's product. */
  Precision precision() {
    return trainer.plan().compute().precision();
  }

  /** Returns what a trainer of this plan holds at most. */
  MemoryEstimate memory() {
    return trainer.plan().memory(dIn);
  }

  /** Returns the path of the last step. */
  StepPath path() {
    return Objects.requireNonNull(last, "no step yet").path();
  }

  /** Returns the loss of the last step, mean over its rows. */
  double loss() {
    return Objects.requireNonNull(last, "no step yet").loss();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
