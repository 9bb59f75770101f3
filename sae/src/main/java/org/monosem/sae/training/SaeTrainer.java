package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.ActivationSource;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.objective.Objective;

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
 * <p>A thread of the training's own reads the next two batches while a step computes. Whoever reads
 * the rows themselves, or trains several dictionaries on the same ones, calls {@link #step} instead
 * of {@link #train}.
 *
 * <p>With a checkpoint folder, a trainer built on the same folder and plan goes on where the newest
 * checkpoint stands and ends with the same bits as an uninterrupted run (same machine and thread
 * count). Not safe for use by several threads, {@link #requestStop} excepted.
 */
public final class SaeTrainer implements AutoCloseable {
  private final NDManager manager;
  private final TrainingData data;
  private final TrainingPlan plan;
  private final DictionaryRun run;
  private volatile boolean stopRequested;

  SaeTrainer(NDManager manager, TrainingData data, TrainingPlan plan, DictionaryRun run) {
    this.manager = manager;
    this.data = data;
    this.plan = plan;
    this.run = run;
  }

  /** Starts building a trainer of a plan on a source, whose order the plan's seed decides. */
  public static SaeTrainerBuilder builder(ActivationSource source, TrainingPlan plan) {
    return builder(TrainingData.of(source, plan.seed()), plan);
  }

  /** Starts building a trainer of a plan on data that other trainers may share. */
  public static SaeTrainerBuilder builder(TrainingData data, TrainingPlan plan) {
    return new SaeTrainerBuilder(data, plan);
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
    run.begin();
    try (PrefetchedStream batches = data.batches(plan.length(), step(), device())) {
      while (!run.done() && !stopRequested) {
        try (NDManager scope = manager.newSubManager()) {
          step(batches.next(scope));
        }
      }
    }
    stopRequested = false;
    run.settle();
    checkpoint();
    return run.done();
  }

  /**
   * Takes the next step on the given rows, reports and publishes a checkpoint if one is due.
   *
   * <p>On a device that works on its own the step is queued, and looked at with the following ones;
   * an error may come up to seven steps later, and names its own step.
   *
   * <p>The result is that of {@link #train}, and resuming is exact, if step {@code s} (counted from
   * 0) is given the rows that {@link TrainingData#batches} gives for it.
   *
   * @param rows raw activations, float32 {@code [batch, dIn]} on the trainer's device; the caller's
   * @throws DivergedException if a loss or gradient is not finite; no parameter is changed then
   * @throws IllegalArgumentException if the shape is another, or a row is not finite, naming it
   * @throws IllegalStateException if all steps are done
   */
  public void step(NDArray rows) {
    run.take(rows);
  }

  /** Publishes a checkpoint at the step reached, if the trainer has a checkpoint folder. */
  public void checkpoint() {
    run.checkpoint();
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
    return run.state().step();
  }

  /** Returns what is trained; a resumed run is computed in the way that it was begun. */
  public TrainingPlan plan() {
    return plan.withCompute(run.state().compute());
  }

  /**
   * Returns what is minimised; its coefficient is what a {@link TargetL0Control} has made of the
   * recipe's, if there is one.
   */
  public Objective objective() {
    run.settle();
    return run.controlledObjective();
  }

  /** Returns where it is trained. */
  public Device device() {
    return manager.getDevice();
  }

  /** Returns what raw activations are multiplied with before they reach the encoder. */
  public double inputScale() {
    return scales().get(0);
  }

  /**
   * Returns what each part of a row is multiplied with: one number for an autoencoder, two for a
   * transcoder (input and target), one a source for a crosscoder.
   */
  public List<Double> scales() {
    return run.state().scaling().factors();
  }

  /**
   * Returns the dictionary as it stands, for raw activations: the input scale is folded into the
   * weights.
   *
   * @param owner the parent of the dictionary's manager
   * @param norms whether decoder norms stay as trained or become one
   */
  public SparseAutoencoder dictionary(NDManager owner, DecoderNorms norms) {
    run.settle();
    return DictionaryExport.of(plan, run.state(), data).export(owner, norms);
  }

  @Override
  public void close() {
    manager.close();
  }

  TrainingState state() {
    return run.state();
  }
}
