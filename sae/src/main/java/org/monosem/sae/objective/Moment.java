package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands, as far as objectives care.
 *
 * @param progress the fraction of the run's steps that are done, 0 to 1
 * @param dead the features that count as dead; null for none
 * @param estimates the objective's running estimates by name; see {@link Objective#estimates}
 */
public record Moment(double progress, @Nullable DeadFeatures dead, Map<String, NDArray> estimates) {
  /** The first step of a run in which nothing is dead or estimated. */
  public static final Moment NONE = new Moment(0, null, Map.of());

  /** Copies the map, not the arrays. */
  public Moment {
    estimates = Map.copyOf(estimates);
  }

  /**
   * Returns a running estimate.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  NDArray estimate(String name) {
    NDArray array = estimates.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "objective: no running estimate " + name + " was given, only " + estimates.keySet());
    }
    return array;
  }
}
