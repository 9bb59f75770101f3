package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.monosem.harvest.transformer.TrainingListener.Step;

/**
 * Trains a GPT-2 to predict the next token: no dropout, AdamW, gradients clipped by their joint
 * norm.
 *
 * <pre>{@code
 * try (Gpt2Trainer trainer = Gpt2Trainer.start(config, plan, manager)) {
 *   trainer.train(contexts, heldOut, checkpoints, listener);
 *   Gpt2Folder.save(trainer.model(), folder, ElementType.BF16);
 * }
 * }</pre>
 *
 * <p>Everything follows from the plan and the data: a training that is stopped, and resumed from
 * its checkpoint, ends with the same bits as one that was not, on the same machine with the same
 * number of threads. Not safe for use by several threads, but {@link #requestStop} may be called
 * from any.
 */
public final class Gpt2Trainer implements AutoCloseable {
  private final NDManager owner;
  private final Gpt2 model;
  private final Gpt2Gradients gradients;
  private final AdamWState optimizer;
  private final RegularisationState regularisation;
  private TrainingProgress progress;
  private volatile boolean stopRequested;

  private Gpt2Trainer(
      Gpt2Weights weights,
      AdamWState optimizer,
      RegularisationState regularisation,
      TrainingProgress progress,
      NDManager owner) {
    this.owner = owner;
    this.model = new Gpt2(weights, owner);
    this.regularisation = regularisation;
    this.gradients = new Gpt2Gradients(weights, progress.plan().precision(), regularisation, owner);
    this.optimizer = optimizer;
    this.progress = progress;
    optimizer.count(progress.step());
  }

  /**
   * How a call of {@link #train} ended.
   *
   * @param step how many updates are behind
   * @param complete whether they are all that the plan has
   * @param heldOutLoss the mean loss over held-out predictions after them, in nats; NaN without
   *     held-out contexts, and when stopped
   */
  public record Result(long step, boolean complete, double heldOutLoss) {}

  /**
   * Prepares to train from random weights: matrices and embeddings normal with deviation 0.02, maps
   * into the residual stream divided by {@code sqrt(2 layers)}.
   *
   * @param manager its device is the training's; everything lives in a sub-manager of it until the
   *     trainer is closed
   * @throws IllegalArgumentException if the plan's regularisation does not fit the layers
   */
  public static Gpt2Trainer start(Gpt2Config config, TrainingPlan plan, NDManager manager) {
    NDManager owner = manager.newSubManager();
    Gpt2Weights weights = Gpt2Initializer.random(config, plan.seed().named("weights"), owner);
    return of(weights, plan, owner);
  }

  /** Prepares to train on from a copy of a model's weights, with moments of zero. */
  public static Gpt2Trainer startFrom(Gpt2 model, TrainingPlan plan, NDManager manager) {
    NDManager owner = manager.newSubManager();
    return of(model.weights().copy(owner), plan, owner);
  }

  private static Gpt2Trainer of(Gpt2Weights weights, TrainingPlan plan, NDManager owner) {
    TrainingProgress progress = new TrainingProgress(0, plan, null);
    try {
      RegularisationState sums = RegularisationState.start(plan.regularisation(), weights, owner);
      return new Gpt2Trainer(weights, new AdamWState(weights, owner), sums, progress, owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Goes on from the newest checkpoint in a folder, under the plan that is written there.
   *
   * @throws ModelFormatException if there is none, or it cannot be used
   */
  public static Gpt2Trainer resume(Path checkpoints, NDManager manager) {
    Path newest = TrainingCheckpoint.newest(checkpoints);
    TrainingProgress progress = TrainingCheckpoint.progress(newest);
    NDManager owner = manager.newSubManager();
    try {
      Gpt2Weights weights = Gpt2Folder.load(newest, owner).weights();
      AdamWState optimizer = TrainingCheckpoint.moments(newest, weights, owner);
      RegularisationState sums =
          TrainingCheckpoint.sums(newest, progress.plan().regularisation(), weights, owner);
      return new Gpt2Trainer(weights, optimizer, sums, progress, owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Returns the model in training: it changes with every step, and is closed with the trainer. */
  public Gpt2 model() {
    return model;
  }

  /** Returns the plan. */
  public TrainingPlan plan() {
    return progress.plan();
  }

  /** Returns how many updates are behind. */
  public long step() {
    return progress.step();
  }

  /**
   * Makes {@link #train} end after the step that it is at, with a checkpoint; a later call goes on.
   */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains until the plan's end, or until a stop is requested or the thread is interrupted.
   *
   * @param contexts what to learn from, at most one token longer than the model's context length;
   *     on resuming, what the training began with
   * @param heldOut what the held-out loss is taken on; null for none
   * @param checkpoints the folder for checkpoints; null for none
   * @param listener hears of every step
   * @throws IllegalArgumentException if contexts are too long, hold ids outside the vocabulary, or
   *     are not those that the training began with
   * @throws TrainingDivergedException if loss or gradient become infinite or NaN; the weights stay
   *     as they were before that step
   */
  public Result train(
      TokenContexts contexts,
      @Nullable TokenContexts heldOut,
      @Nullable Path checkpoints,
      TrainingListener listener) {
    ContextBatches batches = new ContextBatches(contexts, model.config());
    progress = progress.on(contexts);
    ContextOrder order = new ContextOrder(plan().seed(), contexts.contexts());
    boolean evaluated = false;
    double heldOutLoss = Double.NaN;
    while (!progress.complete() && !stopping()) {
      listener.onStep(step(batches, order));
      if (heldOut != null && due(plan().evaluateEvery())) {
        heldOutLoss = evaluate(heldOut, listener);
        evaluated = progress.complete();
      }
      if (checkpoints != null && (due(plan().checkpointEvery()) || stopping())) {
        Path folder =
            TrainingCheckpoint.write(
                checkpoints,
                model,
                new TrainingCheckpoint.Sums(optimizer, regularisation),
                progress);
        listener.onCheckpoint(step(), folder);
      }
    }
    stopRequested = false;
    if (heldOut != null && progress.complete() && !evaluated) {
      heldOutLoss = evaluate(heldOut, listener);
    }
    return new Result(step(), progress.complete(), progress.complete() ? heldOutLoss : Double.NaN);
  }

  private double evaluate(TokenContexts heldOut, TrainingListener listener) {
    double loss = HeldOutLoss.of(model, heldOut, owner);
    listener.onHeldOutLoss(step(), loss);
    return loss;
  }

  private boolean stopping() {
    return stopRequested || Thread.currentThread().isInterrupted();
  }

  private boolean due(long every) {
    return progress.complete() || (every > 0 && step() % every == 0);
  }

  private Step step(ContextBatches batches, ContextOrder order) {
    long begin = System.nanoTime();
    AdamW settings = plan().optimizer();
    long[][] batch = batches.step(step(), plan().batchContexts(), order);
    double loss = gradients.compute(batch, owner);
    double norm = gradients.clip(settings.clipNorm(), owner);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new TrainingDivergedException(step(), loss, norm);
    }
    double rate = settings.rate(step(), plan().steps());
    optimizer.update(gradients.arrays(), settings, rate);
    progress = progress.next();
    long predictions = (long) batch.length * (batch[0].length - 1);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Step(
        step(), plan().steps(), step() * predictions, loss, rate, norm, predictions / seconds);
  }

  /** Closes the model and everything else. */
  @Override
  public void close() {
    owner.close();
  }
}
