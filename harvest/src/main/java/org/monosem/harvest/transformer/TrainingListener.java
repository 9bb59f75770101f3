package org.monosem.harvest.transformer;

import java.nio.file.Path;

/** Hears how a training goes, in the training's own thread. */
public interface TrainingListener {

  /**
   * One update.
   *
   * @param step how many updates are behind
   * @param steps how many there are to be
   * @param tokens how many predictions were learnt from so far, all epochs together
   * @param loss mean over the batch's predictions, in nats, before the update
   * @param learningRate of the update
   * @param gradientNorm joint Euclidean norm before clipping
   * @param tokensPerSecond predictions of this update divided by its time
   */
  record Step(
      long step,
      long steps,
      long tokens,
      double loss,
      double learningRate,
      double gradientNorm,
      double tokensPerSecond) {}

  /** An update was made. */
  default void onStep(Step step) {}

  /** The mean loss over the held-out predictions, in nats, after {@code step} updates. */
  default void onHeldOutLoss(long step, double loss) {}

  /** A checkpoint is complete on disk. */
  default void onCheckpoint(long step, Path folder) {}
}
