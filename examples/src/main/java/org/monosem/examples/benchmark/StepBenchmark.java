package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDManager;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.monosem.core.kernel.CpuThreads;

/**
 * Measures one training step: this library's as a trainer takes it, the dense step of a PyTorch
 * program through the same libtorch, the peers' own in their Python, and what the machine can do;
 * all on the same data in one run, turn by turn.
 */
public final class StepBenchmark {
  private StepBenchmark() {}

  /**
   * Measures.
   *
   * @param parent whose device is measured
   * @param afterRound hears how many rounds are done; may throw to end the measurement
   * @throws IllegalStateException if the peers' Python cannot do its part
   */
  public static StepReport measure(NDManager parent, StepOptions options, IntConsumer afterRound) {
    int threadsBefore = CpuThreads.count();
    CpuThreads.use(options.threads());
    try (NDManager manager = parent.newSubManager()) {
      StepProblem problem = StepProblem.make(manager, options.shape(), options.seed());
      if (options.keepData() != null) {
        ProblemFile.write(problem, options.keepData());
      }
      return measure(problem, options, afterRound);
    } finally {
      CpuThreads.use(threadsBefore);
    }
  }

  private static StepReport measure(
      StepProblem problem, StepOptions options, IntConsumer afterRound) {
    Long before = ResidentMemory.now();
    boolean counted = ResidentMemory.resetPeak();
    try (Race race = new Race();
        PeerProcess python = startPeers(problem, options)) {
      TrainerStep ours =
          race.enter(StepReport.OURS, TrainerStep.chosen(problem, options.precision()));
      Long peak = counted ? ResidentMemory.peak() : null;
      EagerDenseStep dense = race.enter(StepReport.DENSE, new EagerDenseStep(problem));
      race.enter(StepReport.OWN_DENSE, TrainerStep.dense(problem));
      StepStages.of(problem, ours.precision()).forEach(race::enter);
      MatrixProduct float32 = race.enter(StepReport.FP32, MatrixProduct.of(problem, false));
      MatrixProduct bfloat16 = race.enter(StepReport.BF16, MatrixProduct.of(problem, true));
      Peers peers = python == null ? null : new Peers(python, problem.rows().getDevice(), race);
      race.run(options.repeats(), afterRound);
      Timings timings = race.timings();
      return new StepReport(
          new StepSetting(
              options,
              problem.l0(),
              ours.precision(),
              ours.path(),
              Machine.of(problem.rows().getDevice())),
          timings,
          new StepReport.Rates(
              float32.gigaflops(timings.of(StepReport.FP32).best()),
              bfloat16.gigaflops(timings.of(StepReport.BF16).best())),
          new MemoryUse(before, peak, ours.memory()),
          new StepReport.Agreement(
              GradientCheck.of(problem, ours.precision()), ours.loss(), dense.loss()),
          peers == null ? null : peers.figures(timings, options.shape().batch()));
    }
  }

  private static @Nullable PeerProcess startPeers(StepProblem problem, StepOptions options) {
    if (options.peer() == null) {
      return null;
    }
    PeerProcess.Options how = new PeerProcess.Options(options.peer(), options.peerCompiled());
    return PeerProcess.start(how, problem, options.threads());
  }
}
