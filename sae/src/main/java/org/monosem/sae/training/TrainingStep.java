package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.BatchStatistics;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.LinearPath;
import org.monosem.sae.objective.Moment;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;
import org.monosem.sae.objective.term.TermBatch;

/**
 * Steps: differentiate, update, count.
 *
 * <p>The host queues a step without waiting for the device. It looks at the sums of the queued
 * steps when it settles them: every step on a CPU, every {@value #WINDOW} steps on a device that
 * works on its own. A step that cannot be taken (active pairs without room, a gradient that is not
 * finite) halts the state on the device, so that neither it nor any later step changes anything,
 * and settling takes those again, one by one.
 */
final class TrainingStep {
  /** Steps a device has before it: it idles about the length of one launch in so many steps. */
  static final int WINDOW = 8;

  private final NDManager manager;
  private final TrainingPlan plan;
  private final TrainingState state;
  private final Workspace workspace;
  private final Deque<QueuedStep> queued = new ArrayDeque<>();

  TrainingStep(NDManager manager, TrainingPlan plan, TrainingState state, Workspace workspace) {
    this.manager = manager;
    this.plan = plan;
    this.state = state;
    this.workspace = workspace;
  }

  /** Queues a step on a batch of raw activations, which stays the caller's. */
  void queue(NDArray raw) {
    // The caller may overwrite its array before the host knows whether the step was taken.
    boolean later = workspace.waitless();
    queued.add(begin(later ? raw.duplicate() : raw, state.step(), state.route(), later));
    state.advance();
  }

  /** Returns whether the host should look now: as many steps are queued as may be. */
  boolean full() {
    return state.step() % window() == 0;
  }

  /**
   * Waits for the queued steps and adds up their sums.
   *
   * @return what a report says of the last of them; null if none was queued
   * @throws DivergedException if a gradient is not finite; the state stands before that step
   * @throws IllegalArgumentException if a row is not finite, naming it; likewise
   */
  ProgressMeter.@Nullable LastStep settle(ProgressMeter meter) {
    ProgressMeter.LastStep last = null;
    try {
      while (!queued.isEmpty()) {
        try (QueuedStep step = queued.remove()) {
          last = settle(step, meter);
        }
      }
    } finally {
      queued.forEach(QueuedStep::close);
      queued.clear();
    }
    return last;
  }

  private ProgressMeter.LastStep settle(QueuedStep step, ProgressMeter meter) {
    QueuedStep.Outcome outcome = step.read();
    if (outcome.taken()) {
      return count(step, outcome.norm(), meter);
    }
    requireFinite(step, outcome);
    state.resume();
    StepRoute route = outcome.missed() > 0 ? StepRoute.DENSE : step.route();
    try (QueuedStep again = begin(step.rows(), step.index(), route, false)) {
      return settle(again, meter);
    }
  }

  private QueuedStep begin(NDArray raw, long index, StepRoute route, boolean owned) {
    NDManager scope = manager.newSubManager();
    if (owned) {
      raw.attach(scope);
    }
    try (NDManager work = scope.newSubManager()) {
      HighNormRows.Filtered rows = state.highNorm().within(work, raw);
      Objective objective = plan.recipe().objective();
      GradientRequest request = request(work, rows.rows(), index, route);
      BatchGradient batch =
          LinearPath.gradient(objective, work, state.parameters(), request, workspace);
      TermBatch terms =
          new TermBatch(objective, state.parameters(), request.rows(), request.moment().progress());
      NDArray added = plan.recipe().term().addGradient(work, terms, batch.gradient());
      NDArray outcome = AdamStep.apply(work, state, batch, plan.recipe(), plan.learningRate(index));
      state.firing().record(batch.firedRows(), plan.length().batch(), state.halt());
      objective.observe(state.estimates(), batch, state.halt());
      for (NDArray kept : batch.kept()) {
        kept.attach(scope);
      }
      outcome.attach(scope);
      added.attach(scope);
      rows.replaced().attach(scope);
      return new QueuedStep(scope, index, raw, route, batch, added, outcome, rows.replaced());
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private ProgressMeter.LastStep count(QueuedStep step, double norm, ProgressMeter meter) {
    double penaltyFactor = penaltyFactor(step.index());
    BatchStatistics sums = step.batch().statistics(plan.length().batch());
    double loss = plan.recipe().objective().lossSum(sums, state.parameters().dOut(), penaltyFactor);
    meter.add(sums, step.batch().rowSum(), loss);
    meter.addTerms(step.terms());
    state.penaltyLevel().observe(plan, step.index(), sums);
    state.highNorm().add(step.replacedRows());
    if ((step.index() + 1) % window() == 0) {
      choose(step.batch());
    }
    return new ProgressMeter.LastStep(
        plan.recipe().objective().coefficient() * penaltyFactor,
        plan.learningRate(step.index()),
        norm,
        step.route().path(),
        state.highNorm().count());
  }

  private GradientRequest request(NDManager scope, NDArray raw, long index, StepRoute route) {
    RowScaling.Parts parts = state.scaling().of(scope, raw);
    double progress = (double) index / plan.length().steps();
    Moment moment = new Moment(progress, state.dead(), state.estimates());
    return new GradientRequest(
        parts.inputs(), parts.targets(), penaltyFactor(index), route, moment);
  }

  /** Decides the next steps' route, and which features are dead, from who fired. */
  private void choose(BatchGradient batch) {
    Objective objective = plan.recipe().objective();
    long[] fired = batch.firedRows().toLongArray();
    StepRoute next =
        objective.hasDensePath()
            ? RouteChooser.next(state.route(), fired, plan.length().batch(), state.compute())
            : StepRoute.SPARSE.expecting(Arrays.stream(fired).sum());
    state.choose(batch.written() == null ? next : withRoom(next, batch.pairs()));
    if (objective.watchesDeadFeatures()) {
      state.bury(state.firing().silentFor(plan.recipe().deadAfterRows()));
    }
  }

  /** What is written may be more than what fires: closed magnitudes behind open gates. */
  private StepRoute withRoom(StepRoute next, long written) {
    if (next.path() == StepPath.DENSE || written > state.compute().mostPairs()) {
      return StepRoute.DENSE;
    }
    return next.expecting(Math.max(written, next.expectedPairs()));
  }

  /** Routes change on whole windows only, so that looking earlier changes nothing. */
  private int window() {
    return workspace.waitless() ? WINDOW : 1;
  }

  private double penaltyFactor(long index) {
    return state.penaltyLevel().factor()
        * plan.recipe().penaltySchedule().factor(index, plan.length().steps());
  }

  private void requireFinite(QueuedStep step, QueuedStep.Outcome outcome) {
    BatchStatistics sums = step.batch().statistics(plan.length().batch());
    if (sums.finite() && Double.isFinite(outcome.norm())) {
      return;
    }
    state.goBackTo(step.index());
    state.resume();
    float[] rowSums = step.rows().abs().sum(new int[] {1}).toFloatArray();
    for (int i = 0; i < rowSums.length; i++) {
      if (!Float.isFinite(rowSums[i])) {
        throw new IllegalArgumentException(
            "activations: row %d of the shuffled stream is not finite (step %d, row %d of its batch)"
                .formatted(step.index() * plan.length().batch() + i, step.index() + 1, i));
      }
    }
    if (step.replacedRows() == plan.length().batch()) {
      throw new IllegalArgumentException(
          "activations: every row of step %d has a norm of more than %s, %s times the median; nothing is left to train on"
              .formatted(step.index() + 1, state.highNorm().limit(), plan.recipe().maxNormRatio()));
    }
    throw DivergedException.at(
        step.index() + 1, sums, outcome.norm(), plan.learningRate(step.index()));
  }
}
