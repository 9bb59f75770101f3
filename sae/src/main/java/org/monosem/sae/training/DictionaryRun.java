package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.FeatureResampler;
import org.monosem.sae.deadfeature.ResamplingData;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.Workspace;

/** One dictionary on its way: what happens at and after each step, whoever reads the rows. */
final class DictionaryRun {
  private final NDManager manager;
  private final TrainingData data;
  private final TrainingPlan plan;
  private final RunOptions options;
  private final TrainingState state;
  private final Workspace workspace;
  private final TrainingStep step;
  private @Nullable ProgressMeter meter;

  /** Makes the state of step 0, or reads the newest checkpoint; {@code manager} owns it. */
  DictionaryRun(NDManager manager, TrainingData data, TrainingPlan plan, RunOptions options) {
    this.manager = manager;
    this.data = data;
    this.plan = plan;
    this.options = options;
    CheckpointFolder checkpoints = options.checkpoints();
    TrainingState kept = checkpoints == null ? null : checkpoints.newest(manager, plan, data);
    this.state = kept == null ? TrainingStart.make(manager, plan, data, options.start()) : kept;
    ComputePlan compute = state.compute();
    ReluEncoder.Sizes sizes =
        new ReluEncoder.Sizes(plan.dSae(), state.parameters().dIn(), compute.tileRows());
    this.workspace = Workspace.of(manager, compute.precision(), sizes, DataType.FLOAT32);
    this.step = new TrainingStep(manager, plan, state, workspace);
  }

  TrainingState state() {
    return state;
  }

  boolean done() {
    return state.step() >= plan.length().steps();
  }

  /** Tells the listeners that the run begins or goes on, and starts the clock. */
  ProgressMeter begin() {
    options.listener().started(plan, state.step());
    ProgressMeter fresh = new ProgressMeter(state.parameters().dOut(), plan.recipe().term());
    meter = fresh;
    return fresh;
  }

  /** Trains on one batch, then does what is due after that step. */
  void take(NDArray rows) {
    requireBatch(rows);
    ProgressMeter sums = meter == null ? begin() : meter;
    step.queue(rows);
    boolean reportDue = state.step() % options.reportEvery() == 0 || done();
    boolean checkpointDue = state.step() % options.checkpointEvery() == 0 && !done();
    if (!(step.full() || reportDue || checkpointDue || resamplingDue())) {
      return;
    }
    ProgressMeter.LastStep last = step.settle(sums);
    if (resamplingDue()) {
      resample();
    }
    if (reportDue && last != null) {
      options.listener().progressed(report(sums, last));
    }
    if (checkpointDue) {
      checkpoint();
    }
  }

  /** Waits until what was queued has been done. */
  void settle() {
    if (meter != null) {
      step.settle(meter);
    }
  }

  void checkpoint() {
    settle();
    CheckpointFolder checkpoints = options.checkpoints();
    if (checkpoints != null) {
      Path folder = checkpoints.publish(manager, plan, state, data);
      options.listener().checkpointed(state.step(), folder);
    }
  }

  private TrainingProgress report(ProgressMeter sums, ProgressMeter.LastStep last) {
    int dead = state.firing().silentFor(plan.recipe().deadAfterRows()).length;
    return sums.report(state.step(), plan.length(), last, dead);
  }

  private boolean resamplingDue() {
    return plan.recipe().resampling().steps().contains(state.step());
  }

  private void resample() {
    FeatureResampler resampler =
        new FeatureResampler(controlledObjective(), workspace, plan.recipe().resampling());
    Seed at = Seed.of(plan.seed()).named("resampling").at(state.step());
    ActivationSource usual = data.within(state.highNorm().limit()).source();
    ResamplingData from = new ResamplingData(usual, at, state.scaling(), plan.length().batch());
    int[] features = resampler.resample(manager, state.arrays(), state.firing(), from);
    options.listener().resampled(state.step(), features.length);
  }

  /** Returns the objective with the coefficient that a control has brought it to. */
  Objective controlledObjective() {
    Objective objective = plan.recipe().objective();
    return plan.recipe().penaltyControl() instanceof TargetL0Control
        ? objective.withCoefficient(objective.coefficient() * state.penaltyLevel().factor())
        : objective;
  }

  private void requireBatch(NDArray rows) {
    Shape expected = new Shape(plan.length().batch(), data.source().width());
    if (!rows.getShape().equals(expected)) {
      String axis = plan.layout().parts().isEmpty() ? "dIn" : "width";
      throw new IllegalArgumentException(
          "activations: expected [batch=%d, %s=%d], got %s"
              .formatted(expected.get(0), axis, expected.get(1), rows.getShape()));
    }
    if (done()) {
      throw new IllegalStateException("all " + plan.length().steps() + " steps are done");
    }
  }
}
