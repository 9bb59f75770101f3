package org.monosem.sae.objective;

import java.util.List;

/**
 * Which path a step takes, and for {@link StepPath#HYBRID} which features it treats densely.
 *
 * @param path the way to the gradient
 * @param hotFeatures ascending; empty unless the path is hybrid
 * @param expectedPairs how many pairs are expected to be written, of cold features where they fire,
 *     or 0 for no idea: makes room for them where the host does not wait for the device to count
 *     them
 */
public record StepRoute(StepPath path, List<Integer> hotFeatures, long expectedPairs) {
  /** Dense products throughout. */
  public static final StepRoute DENSE = new StepRoute(StepPath.DENSE, List.of(), 0);

  /** Active entries throughout. */
  public static final StepRoute SPARSE = new StepRoute(StepPath.SPARSE, List.of(), 0);

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are hot features on a path that has none
   */
  public StepRoute {
    hotFeatures = List.copyOf(hotFeatures);
    if (path != StepPath.HYBRID && !hotFeatures.isEmpty()) {
      throw new IllegalArgumentException(
          "hot features: expected none on path " + path + ", got " + hotFeatures.size());
    }
  }

  /** Returns the same route, with room for so many active pairs of cold features. */
  public StepRoute expecting(long pairs) {
    return new StepRoute(path, hotFeatures, pairs);
  }

  /** Returns the hybrid route that treats the given features densely. */
  public static StepRoute hybrid(List<Integer> hotFeatures) {
    return new StepRoute(StepPath.HYBRID, hotFeatures, 0);
  }
}
