package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.BatchStatistics;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;

/** One step: differentiate, update, count. */
final class TrainingStep {
  private final NDManager manager;
  private final TrainingPlan plan;
  private final TrainingState state;
  private final Workspace workspace;

  TrainingStep(NDManager manager, TrainingPlan plan, TrainingState state, Workspace workspace) {
    this.manager = manager;
    this.plan = plan;
    this.state = state;
    this.workspace = workspace;
  }

  /** Takes a batch of raw activations, which stays the caller's, and updates the state in place. */
  ProgressMeter.LastStep take(NDArray raw, ProgressMeter meter) {
    Objective objective = plan.recipe().objective();
    double penaltyFactor =
        plan.recipe().penaltySchedule().factor(state.step(), plan.length().steps());
    double learningRate = learningRate();
    try (NDManager scope = manager.newSubManager()) {
      NDArray rows = scaled(scope, raw);
      GradientRequest request = new GradientRequest(rows, penaltyFactor, state.route());
      BatchGradient batch = objective.gradient(scope, state.parameters(), request, workspace);
      double norm = AdamStep.apply(state, batch.gradient(), plan.recipe(), learningRate);
      requireFinite(raw, batch.statistics(), norm);
      meter.add(
          batch, objective.lossSum(batch.statistics(), state.parameters().dIn(), penaltyFactor));
      state.firing().record(batch.firedRows(), plan.length().batch());
      ProgressMeter.LastStep last =
          new ProgressMeter.LastStep(
              objective.coefficient() * penaltyFactor, learningRate, norm, state.route().path());
      state.advance(nextRoute(batch));
      return last;
    }
  }

  private NDArray scaled(NDManager scope, NDArray raw) {
    if (state.inputScale() == 1) {
      return raw;
    }
    NDArray rows = raw.mul((float) state.inputScale());
    rows.attach(scope);
    return rows;
  }

  private double learningRate() {
    return plan.recipe().adam().learningRate()
        * plan.recipe().learningRateSchedule().factor(state.step(), plan.length().steps());
  }

  private StepRoute nextRoute(BatchGradient batch) {
    long[] fired = batch.firedRows().toLongArray();
    return RouteChooser.next(state.route(), fired, plan.length().batch(), state.compute());
  }

  private void requireFinite(NDArray raw, BatchStatistics sums, double norm) {
    if (sums.finite() && Double.isFinite(norm)) {
      return;
    }
    float[] rowSums = raw.abs().sum(new int[] {1}).toFloatArray();
    for (int i = 0; i < rowSums.length; i++) {
      if (!Float.isFinite(rowSums[i])) {
        long row = state.step() * plan.length().batch() + i;
        throw new IllegalArgumentException(
            "activations: row "
                + row
                + " of the shuffled stream is not finite (step "
                + (state.step() + 1)
                + ", row "
                + i
                + " of its batch)");
      }
    }
    throw new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged at step %d: squared error %g, gradient norm %g, learning rate %g;"
                + " no parameter was changed by this step",
            state.step() + 1,
            sums.squaredError(),
            norm,
            learningRate()));
  }
}
