package org.monosem.sae.toymodel.engineered;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.ResumableTraining;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * Trains several runs of one plan at once, in float32, and measures them on the way: after steps 1,
 * 2, 4, ... and after the last. What a run learns does not depend on the runs beside it, up to
 * rounding. Same plan, runs, device and threads: same bits.
 *
 * <p>Not safe for use by several threads at once. Close it to free its arrays.
 */
public final class EngineeredTrainer implements ResumableTraining {
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
  private final List<List<ToyMeasurement>> measurements = new ArrayList<>();
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
  @Override
  public long step() {
    return step;
  }

  @Override
  public long steps() {
    return plan.schedule().steps();
  }

  /**
   * Returns the measurements after steps 1, 2, 4, ... and after the last, as far as they were
   * reached, also before a restored training was saved: one list a step, in it one a run.
   */
  public List<List<ToyMeasurement>> measurements() {
    return List.copyOf(measurements);
  }

  /**
   * Trains to the end of the plan, or until the listener wants no more; it may be gone on with
   * then.
   *
   * @return whether the end was reached
   * @throws CancellationException if the thread is interrupted; its status stays so
   */
  public boolean train(EngineeredListener listener) {
    boolean wanted = true;
    while (wanted && step < steps()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("toy model: interrupted after %d steps".formatted(step));
      }
      advance();
      boolean due = (step & (step - 1)) == 0 || step == steps();
      if (due) {
        measurements.add(measure());
        listener.measured(measurements.get(measurements.size() - 1));
      }
      wanted = listener.stepped(step);
      if (!wanted && !due) {
        listener.measured(measure());
      }
    }
    return step == steps();
  }

  @Override
  public void save(Path folder) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> state = new LinkedHashMap<>(arrays.trained());
      state.putAll(MeasurementTable.toArray(measurements, scope));
      ToyCheckpoint.write(folder, settings(), step, state);
    }
  }

  @Override
  public void restore(Path folder) {
    try (ToyCheckpoint saved = ToyCheckpoint.open(folder, settings())) {
      saved.copyTo(arrays.trained());
      measurements.clear();
      measurements.addAll(MeasurementTable.read(saved));
      step = saved.step();
    }
  }

  private RunSettings settings() {
    return RunSettings.of("engineered").with("plan", plan).with("runs", runs);
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
    List<ToyMeasurement> measured = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      List<UnitMonosemanticity> units =
          UnitMonosemanticity.ofRuns(
              scope, arrays.parameters(), arrays.projection(), plan.network().activation());
      for (int r = 0; r < runs.size(); r++) {
        NDArray bias = arrays.parameters().get(1).get(r);
        bias.attach(scope);
        measured.add(ToyMeasurement.of(step, losses[r], bias.toFloatArray(), units.get(r)));
      }
    }
    return measured;
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
