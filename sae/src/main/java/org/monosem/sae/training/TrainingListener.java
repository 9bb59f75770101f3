package org.monosem.sae.training;

import java.nio.file.Path;

/** Hears how a training goes; called on the training's thread, which waits for it. */
public interface TrainingListener {

  /**
   * The run begins or goes on.
   *
   * @param plan what is trained
   * @param step how many steps are done already
   */
  default void started(TrainingPlan plan, long step) {}

  /** A report is due. */
  default void progressed(TrainingProgress progress) {}

  /**
   * Dead features got new directions.
   *
   * @param step after which step
   * @param features how many
   */
  default void resampled(long step, int features) {}

  /**
   * A checkpoint was published.
   *
   * @param step after which step
   * @param folder where
   */
  default void checkpointed(long step, Path folder) {}
}
