package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.monosem.core.kernel.CpuThreads;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.training.ComputePlan;
import org.monosem.sae.training.StepCosts;

/**
 * Measures whether the path that a trainer chooses is a good one, from the dense first steps of a
 * training to its sparse end: against this library's dense path and against each of the other paths
 * by force, on the same data, turn by turn. The costs are measured once, as at a training's start.
 */
public final class DensityBenchmark {
  /** By active pairs alone, denser steps take many times as long as by dense products. */
  private static final double DENSEST_FOR_SPARSE = 0.13;

  /** So dear that no step goes that way. */
  private static final double NEVER = 1e9;

  private DensityBenchmark() {}

  /**
   * Measures.
   *
   * @param parent whose device is measured
   * @param afterRound hears how many rounds are done, of {@code repeats} for each shape; may throw
   *     to end the measurement
   */
  public static DensityReport measure(
      NDManager parent, DensityOptions options, IntConsumer afterRound) {
    int threadsBefore = CpuThreads.count();
    CpuThreads.use(options.threads());
    try {
      StepShape first = options.shapes().get(0);
      ComputePlan compute = TrainerStep.measured(parent.getDevice(), first, options.precision());
      List<DensityPoint> points = new ArrayList<>();
      for (StepShape shape : options.shapes()) {
        int before = points.size() * options.repeats();
        try (NDManager manager = parent.newSubManager()) {
          StepProblem problem = StepProblem.make(manager, shape, options.seed());
          points.add(
              point(problem, compute, options.repeats(), r -> afterRound.accept(before + r)));
        }
      }
      return new DensityReport(options, compute, points, Machine.of(parent.getDevice()));
    } finally {
      CpuThreads.use(threadsBefore);
    }
  }

  private static DensityPoint point(
      StepProblem problem, ComputePlan compute, int repeats, IntConsumer afterRound) {
    try (Race race = new Race()) {
      race.enter(DensityPoint.DENSE, TrainerStep.dense(problem));
      TrainerStep chosen = race.enter(DensityPoint.CHOSEN, TrainerStep.of(problem, compute));
      StepShape shape = problem.shape();
      if (shape.l0() <= DENSEST_FOR_SPARSE * shape.features()) {
        ComputePlan sparse = compute.withCosts(StepCosts.always(StepPath.SPARSE));
        race.enter(DensityPoint.SPARSE, TrainerStep.of(problem, sparse));
      }
      race.enter(DensityPoint.HYBRID, TrainerStep.of(problem, compute.withCosts(hybrid(compute))));
      race.enter(DensityPoint.EAGER, new EagerDenseStep(problem));
      race.run(repeats, afterRound);
      return new DensityPoint(shape, problem.l0(), chosen.path(), race.timings());
    }
  }

  /** The measured costs, but without a dense path and with an encoder that no path can save. */
  private static StepCosts hybrid(ComputePlan compute) {
    return new StepCosts(NEVER, 0, compute.costs().hot(), compute.costs().pair());
  }
}
