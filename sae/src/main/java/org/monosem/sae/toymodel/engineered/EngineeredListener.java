package org.monosem.sae.toymodel.engineered;

import java.util.List;

/** Hears of a training while it goes on, in the training's thread. */
public interface EngineeredListener {
  /**
   * Hears that steps were asked for; a GPU may still be at earlier ones.
   *
   * @param step updates so far
   * @return whether to go on; if not, the runs are measured where they are, and {@link
   *     EngineeredTrainer#train} returns false
   */
  default boolean stepped(long step) {
    return true;
  }

  /**
   * Hears of measurements.
   *
   * @param runs one a run, in the runs' order, all after the same step
   */
  default void measured(List<ToyMeasurement> runs) {}
}
