package org.monosem.sae.sweep;

import org.monosem.sae.training.DivergedException;
import org.monosem.sae.training.TrainingProgress;

/** Hears how a sweep goes; called on the sweep's thread, which waits for it. */
public interface SweepListener {

  /**
   * A step is done.
   *
   * @param step how many steps of the pass are done
   * @param steps how many there will be
   * @param training how many dictionaries took that step
   */
  default void stepped(long step, long steps, int training) {}

  /** A report of one dictionary is due. */
  default void progressed(SweepEntry entry, TrainingProgress progress) {}

  /** One dictionary goes no further; the others do. */
  default void diverged(SweepEntry entry, DivergedException failure) {}
}
