package org.monosem.sae.objective;

import java.util.List;

/**
 * Which path a step takes, and for {@link StepPath#HYBRID} which features it treats densely.
 *
 * @param path the way to the gradient
 * @param hotFeatures ascending; empty unless the path is hybrid
 */
public record StepRoute(StepPath path, List<Integer> hotFeatures) {
  /** Dense products throughout. */
  public static final StepRoute DENSE = new StepRoute(StepPath.DENSE, List.of());

  /** Active entries throughout. */
  public static final StepRoute SPARSE = new StepRoute(StepPath.SPARSE, List.of());

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

  /** Returns the hybrid route that treats the given features densely. */
  public static StepRoute hybrid(List<Integer> hotFeatures) {
    return new StepRoute(StepPath.HYBRID, hotFeatures);
  }
}
