package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;

/** Collects what a trainer may be given beside its data and plan. */
public final class SaeTrainerBuilder {
  private final TrainingData data;
  private final TrainingPlan plan;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Device device = Device.cpu();
  private @Nullable SparseAutoencoder start;
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

  /**
   * Starts from a dictionary for raw activations instead of the recipe's initialisation, to train
   * it further. Its weights are copied; where the recipe constrains decoder rows to unit norm, its
   * features are first measured in units of their decoder norms. A checkpoint that is there goes
   * before it.
   *
   * @param dictionary a ReLU dictionary of the plan's {@code dSae} on the same device, that treats
   *     its decoder bias as the recipe does; open until {@link #build} is done
   */
  public SaeTrainerBuilder startFrom(SparseAutoencoder dictionary) {
    start = dictionary;
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
   * @throws IllegalArgumentException if the checkpoint is of another plan or other activations, or
   *     the dictionary to start from does not fit the plan
   */
  public SaeTrainer build() {
    RunOptions options =
        new RunOptions(
            start,
            new ListenerGroup(List.copyOf(listeners)),
            reportEvery,
            checkpoints,
            checkpointEvery);
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      return new SaeTrainer(manager, data, plan, new DictionaryRun(manager, data, plan, options));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }
}
