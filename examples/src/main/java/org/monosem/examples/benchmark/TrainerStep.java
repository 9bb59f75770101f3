package org.monosem.examples.benchmark;

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
  private final int dIn;
  private final Counter counter = new Counter();

  private TrainerStep(StepProblem problem, TrainingPlan plan) {
    this.dIn = problem.dictionary().dIn();
    this.trainer =
        SaeTrainer.builder(new ResidentRows(problem.rows()), plan)
            .device(problem.rows().getDevice())
            .startFrom(problem.dictionary())
            .reportEvery(1)
            .listener(counter)
            .build();
  }

  /** Returns the step by the path that the trainer chooses, by costs measured here and now. */
  static TrainerStep chosen(StepProblem problem, Precision precision) {
    TrainingPlan plan = plan(problem, precision);
    StepCosts costs =
        StepCostMeter.measure(
            problem.rows().getDevice(),
            objective(),
            plan.compute(),
            plan.dSae(),
            problem.dictionary().dIn());
    return new TrainerStep(problem, plan.withCosts(costs));
  }

  /** Returns the step by this library's own dense path. */
  static TrainerStep dense(StepProblem problem) {
    TrainingPlan plan = plan(problem, Precision.FP32);
    return new TrainerStep(problem, plan.withCosts(StepCosts.always(StepPath.DENSE)));
  }

  /** The 2023 objective with a summed error: what dictionary_learning's standard trainer does. */
  static L1Objective objective() {
    return new L1Objective(ErrorReduction.SUM, PenaltyWeight.ONE, true, COEFFICIENT);
  }

  static TrainingPlan plan(StepProblem problem, Precision precision) {
    Recipe recipe =
        Recipe.towardsMonosemanticity2023()
            .withName("benchmark")
            .withObjective(objective())
            .withLearningRate(LEARNING_RATE)
            .withInitialisation(
                new Initialisation(
                    Initialisation.Encoder.DECODER, 1, Initialisation.DecoderBias.ZERO))
            .withResampling(ResamplingSchedule.none());
    int batch = Math.toIntExact(problem.rows().getShape().get(0));
    int dSae = problem.dictionary().dSae();
    ComputePlan compute = ComputePlan.of(dSae, batch).withPrecision(precision);
    return TrainingPlan.of(recipe, dSae, new RunLength(MANY_STEPS, batch), 0).withCompute(compute);
  }

  static ReluEncoder.Sizes sizes(TrainingPlan plan, int dIn) {
    return new ReluEncoder.Sizes(plan.dSae(), dIn, plan.compute().tileRows());
  }

  @Override
  public void run(int times) {
    counter.left = times;
    trainer.train();
  }

  /** Returns what a trainer of this plan holds at most. */
  MemoryEstimate memory() {
    TrainingPlan plan = trainer.plan();
    return plan.compute().memory(plan.dSae(), dIn, plan.length().batch());
  }

  /** Returns the path of the last step. */
  StepPath path() {
    return counter.path;
  }

  /** Returns the loss of the last step, mean over its rows. */
  double loss() {
    return counter.loss;
  }

  @Override
  public void close() {
    trainer.close();
  }

  /** Stops the trainer after the asked number of steps. */
  private final class Counter implements TrainingListener {
    private int left;
    private StepPath path = StepPath.DENSE;
    private double loss;

    @Override
    public void progressed(TrainingProgress progress) {
      path = progress.path();
      loss = progress.loss();
      if (--left == 0) {
        trainer.requestStop();
      }
    }
  }
}
