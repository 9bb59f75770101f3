package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a trainer may be given beside its data and plan. */
public final class SaeTrainerBuilder {
  private final TrainingData data;
  private final TrainingPlan plan;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Device device = Device.cpu();
  private long reportEvery = 100;
  private @Nullable CheckpointFolder checkpoints;
  private long checkpointEvery = Long.MAX_VALUE;

  SaeTrainerBuilder(TrainingData data, TrainingPlan plan) {
    this.data = data;
    this.plan = plan;
  }

  /** Trains on this device; the CPU unless told. */
  public SaeTrainerBuilder device(Device value) {
    device = value;
    return this;
  }

  /** Adds a listener. */
  public SaeTrainerBuilder listener(TrainingListener value) {
    listeners.add(value);
    return this;
  }

  /** Reports progress every so many steps; 100 unless told. */
  public SaeTrainerBuilder reportEvery(long steps) {
    Check.atLeast("reportEvery", 1, steps);
    reportEvery = steps;
    return this;
  }

  /**
   * Publishes a checkpoint under a folder every so many steps, when stopped, and at the end; goes
   * on from the newest one that is there, computed in the way that it was begun ({@link
   * TrainingPlan#compute()} of the plan given does not matter then).
   */
  public SaeTrainerBuilder checkpoints(Path folder, long everySteps) {
    Check.atLeast("checkpoint interval", 1, everySteps);
    checkpoints = new CheckpointFolder(folder);
    checkpointEvery = everySteps;
    return this;
  }

  /**
   * Makes the trainer: estimates what the recipe needs to know of the data and initialises the
   * dictionary, or reads the newest checkpoint.
   *
   * @throws IllegalArgumentException if the checkpoint is of another plan or other activations
   */
  public SaeTrainer build() {
    RunOutput output =
        new RunOutput(
            new ListenerGroup(List.copyOf(listeners)), reportEvery, checkpoints, checkpointEvery);
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      return new SaeTrainer(manager, data, plan, new DictionaryRun(manager, data, plan, output));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }
}
