package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.FeatureResampler;
import org.monosem.sae.deadfeature.ResamplingData;
import org.monosem.sae.objective.Workspace;

/**
 * Trains one dictionary on a source of activations.
 *
 * <pre>{@code
 * RunLength length = new RunLength(20_000, 2048);
 * TrainingPlan plan = TrainingPlan.of(Recipe.aprilUpdate2024(), 4096, length, 7);
 * try (SaeTrainer trainer = SaeTrainer.builder(source, plan).build()) {
 *   trainer.train();
 *   SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.UNIT);
 * }
 * }</pre>
 *
 * <p>With a checkpoint folder, a trainer built on the same folder and plan goes on where the newest
 * checkpoint stands and ends with the same bits as an uninterrupted run (same machine and thread
 * count). Not safe for use by several threads, {@link #requestStop} excepted.
 */
public final class SaeTrainer implements AutoCloseable {
  private final NDManager manager;
  private final ActivationSource source;
  private final TrainingPlan plan;
  private final TrainingListener listener;
  private final long reportEvery;
  private final @Nullable CheckpointFolder checkpoints;
  private final long checkpointEvery;
  private final TrainingState state;
  private final Workspace workspace;
  private volatile boolean stopRequested;

  private SaeTrainer(Builder builder, NDManager manager) {
    this.manager = manager;
    this.source = builder.source;
    this.plan = builder.plan;
    this.listener = new ListenerGroup(List.copyOf(builder.listeners));
    this.reportEvery = builder.reportEvery;
    this.checkpointEvery = builder.checkpointEvery;
    this.checkpoints =
        builder.checkpointFolder == null ? null : new CheckpointFolder(builder.checkpointFolder);
    TrainingState kept = checkpoints == null ? null : checkpoints.newest(manager, plan, source);
    this.state = kept == null ? TrainingStart.make(manager, plan, source) : kept;
    ReluEncoder.Sizes sizes =
        new ReluEncoder.Sizes(plan.dSae(), source.width(), plan.compute().tileRows());
    this.workspace = Workspace.of(manager, plan.compute().precision(), sizes, DataType.FLOAT32);
  }

  /** Starts building a trainer of a plan on a source. */
  public static Builder builder(ActivationSource source, TrainingPlan plan) {
    return new Builder(source, plan);
  }

  /**
   * Trains until the plan's steps are done or a stop is requested; with a checkpoint folder, a
   * checkpoint stands at the step reached.
   *
   * @return whether the plan's steps are done
   * @throws DivergedException if a loss or gradient is not finite
   * @throws IllegalArgumentException if a row of activations is not finite, naming it
   * @throws java.io.UncheckedIOException if activations cannot be read or a checkpoint not written
   */
  public boolean train() {
    listener.started(plan, state.step());
    TrainingStep step = new TrainingStep(manager, plan, state, workspace);
    ProgressMeter meter = new ProgressMeter(source.width());
    long firstRow = state.step() * plan.length().batch();
    try (ActivationStream stream = source.open(seed().named("data"), firstRow)) {
      while (!done() && !stopRequested) {
        ProgressMeter.LastStep last = step.take(stream, meter);
        resampleIfDue();
        if (state.step() % reportEvery == 0 || done()) {
          listener.progressed(meter.report(state.step(), plan.length(), last, deadFeatures()));
        }
        if (state.step() % checkpointEvery == 0 && !done()) {
          checkpoint();
        }
      }
    }
    stopRequested = false;
    checkpoint();
    return done();
  }

  /**
   * Asks {@link #train} to stop after the current step; callable from any thread. Calling {@link
   * #train} again goes on.
   */
  public void requestStop() {
    stopRequested = true;
  }

  /** Returns how many steps are done, those before a resumption included. */
  public long step() {
    return state.step();
  }

  /** Returns what is trained; a resumed run keeps the step costs that it was started with. */
  public TrainingPlan plan() {
    return plan.withCosts(state.costs());
  }

  /** Returns what raw activations are multiplied with before they reach the dictionary. */
  public double inputScale() {
    return state.inputScale();
  }

  /**
   * Returns the dictionary as it stands, for raw activations: the input scale is folded into the
   * weights.
   *
   * @param owner the parent of the dictionary's manager
   * @param norms whether decoder norms stay as trained or become one
   */
  public SparseAutoencoder dictionary(NDManager owner, DecoderNorms norms) {
    return DictionaryExport.export(owner, plan, state, norms);
  }

  @Override
  public void close() {
    manager.close();
  }

  TrainingState state() {
    return state;
  }

  private boolean done() {
    return state.step() >= plan.length().steps();
  }

  private int deadFeatures() {
    return state.firing().silentFor(plan.recipe().deadAfterRows()).length;
  }

  private void resampleIfDue() {
    if (plan.recipe().resampling().steps().contains(state.step())) {
      FeatureResampler resampler =
          new FeatureResampler(plan.recipe().objective(), workspace, plan.recipe().resampling());
      Seed at = seed().named("resampling").at(state.step());
      ResamplingData data =
          new ResamplingData(source, at, state.inputScale(), plan.length().batch());
      int[] features = resampler.resample(manager, state.arrays(), state.firing(), data);
      listener.resampled(state.step(), features.length);
    }
  }

  private void checkpoint() {
    if (checkpoints != null) {
      Path folder = checkpoints.publish(manager, plan, state, source);
      listener.checkpointed(state.step(), folder);
    }
  }

  private Seed seed() {
    return Seed.of(plan.seed());
  }

  /** Collects what a trainer may be given beside its source and plan. */
  public static final class Builder {
    private final ActivationSource source;
    private final TrainingPlan plan;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Device device = Device.cpu();
    private long reportEvery = 100;
    private @Nullable Path checkpointFolder;
    private long checkpointEvery = Long.MAX_VALUE;

    private Builder(ActivationSource source, TrainingPlan plan) {
      this.source = source;
      this.plan = plan;
    }

    /** Trains on this device; the CPU unless told. */
    public Builder device(Device value) {
      device = value;
      return this;
    }

    /** Adds a listener. */
    public Builder listener(TrainingListener value) {
      listeners.add(value);
      return this;
    }

    /** Reports progress every so many steps; 100 unless told. */
    public Builder reportEvery(long steps) {
      Check.atLeast("reportEvery", 1, steps);
      reportEvery = steps;
      return this;
    }

    /**
     * Publishes a checkpoint under a folder every so many steps, when stopped, and at the end; goes
     * on from the newest one that is there.
     */
    public Builder checkpoints(Path folder, long everySteps) {
      Check.atLeast("checkpoint interval", 1, everySteps);
      checkpointFolder = folder;
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
      NDManager manager = NDManager.newBaseManager(device, "PyTorch");
      try {
        return new SaeTrainer(this, manager);
      } catch (RuntimeException e) {
        manager.close();
        throw e;
      }
    }
  }
}
