package org.monosem.sae.toymodel.engineered;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Trains several runs of one plan at once, in float32, and measures them on the way: after steps 1,
 * 2, 4, ... and after the last. What a run learns does not depend on the runs beside it, up to
 * rounding. Same plan, runs, device and threads: same bits.
 *
 * <p>Not safe for use by several threads at once. Close it to free its arrays.
 */
public final class EngineeredTrainer implements AutoCloseable {
  private static final KernelModule KERNELS =
      KernelModule.load(EngineeredTrainer.class, "engineered.py");

  /** Rows to measure the loss on, rounded up to whole batches. */
  private static final int MEASURED_ROWS = 1 << 14;

  private final EngineeredPlan plan;
  private final List<ToyRun> runs;
  private final NDManager manager;
  private final RunArrays arrays;
  private final NDArray keepAll;
  private final SharedBatch batches;
  private long step;

  /**
   * Prepares a training.
   *
   * @param plan what the runs share
   * @param runs at least one
   * @param device where to train
   * @throws IllegalArgumentException if there is no run
   */
  public EngineeredTrainer(EngineeredPlan plan, List<ToyRun> runs, Device device) {
    Check.atLeastOne("runs", runs.size());
    this.plan = plan;
    this.runs = List.copyOf(runs);
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.arrays = RunArrays.start(manager, plan, this.runs);
    this.keepAll = arrays.keep().onesLike();
    this.batches =
        new SharedBatch(manager, plan.data(), plan.network().task(), plan.schedule().batch());
  }

  /** Returns how many updates have been done. */
  public long step() {
    return step;
  }

  /**
   * Trains to the end of the plan, or until the listener wants no more.
   *
   * @return whether the end was reached
   */
  public boolean train(EngineeredListener listener) {
    long steps = plan.schedule().steps();
    boolean wanted = true;
    while (wanted && step < steps) {
      advance();
      wanted = listener.stepped(step);
      if ((step & (step - 1)) == 0 || step == steps || !wanted) {
        listener.measured(measure());
      }
    }
    return step == steps;
  }

  private void advance() {
    ToySchedule schedule = plan.schedule();
    try (NDManager scope = manager.newSubManager()) {
      NDArray features = batches.of(scope, seeds(run -> run.seed().named("data").at(step)));
      NDArray rates = arrays.rates().mul(ToySchedule.rateFactor(step));
      rates.attach(scope);
      boolean decays = 2 * step < schedule.steps();
      KERNELS.call(
          scope,
          "step",
          features,
          arrays.parameters(),
          arrays.first(),
          arrays.second(),
          arrays.projection(),
          arrays.target(),
          rates,
          decays ? arrays.keep() : keepAll,
          plan.network().task().code(),
          plan.network().activation().code(),
          schedule.penalty(),
          schedule.optimiser() == ToyOptimiser.ADAM ? step + 1 : 0);
    }
    step++;
  }

  /** Measures the runs as they are: one measurement a run, in their order. */
  public List<ToyMeasurement> measure() {
    double[] losses = losses();
    List<ToyMeasurement> measurements = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      List<UnitMonosemanticity> units =
          UnitMonosemanticity.ofRuns(
              scope, arrays.parameters(), arrays.projection(), plan.network().activation());
      for (int r = 0; r < runs.size(); r++) {
        NDArray bias = arrays.parameters().get(1).get(r);
        bias.attach(scope);
        measurements.add(ToyMeasurement.of(step, losses[r], bias.toFloatArray(), units.get(r)));
      }
    }
    return measurements;
  }

  private double[] losses() {
    int batch = plan.schedule().batch();
    int count = (MEASURED_ROWS - 1) / batch + 1;
    double[] means = new double[runs.size()];
    for (int i = 0; i < count; i++) {
      double[] losses = lossesOfBatch(i);
      for (int r = 0; r < means.length; r++) {
        means[r] += losses[r] / count;
      }
    }
    return means;
  }

  private double[] lossesOfBatch(int index) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray features = batches.of(scope, seeds(run -> run.seed().named("measured").at(index)));
      return KERNELS
          .callForArray(
              scope,
              "losses",
              features,
              arrays.parameters(),
              arrays.projection(),
              arrays.target(),
              plan.network().task().code(),
              plan.network().activation().code(),
              plan.schedule().penalty())
          .toDoubleArray();
    }
  }

  private List<Seed> seeds(Function<ToyRun, Seed> seed) {
    return runs.stream().map(seed).toList();
  }

  /**
   * Returns a copy of a run's model.
   *
   * @param run its place among the runs
   * @param owner of the copies
   * @throws IndexOutOfBoundsException if there is no such run
   */
  public ToyWeights weights(int run, NDManager owner) {
    runs.get(run);
    return arrays.weights(run, owner, plan.network().task());
  }

  /** Frees all arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
