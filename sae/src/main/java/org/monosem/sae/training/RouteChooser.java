package org.monosem.sae.training;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;

/**
 * Chooses each step's route from what fired at the step before, with hysteresis so that it does not
 * flutter. A pure function of its arguments: a resumed run chooses as the uninterrupted one.
 */
final class RouteChooser {
  /** A feature becomes hot above the break-even share by this factor, cold below it by as much. */
  private static final double MARGIN = 1.2;

  private RouteChooser() {}

  /**
   * Returns the next step's route.
   *
   * @param last the last step's route
   * @param fired on how many of its rows each feature fired
   * @param rows the rows of a step
   * @param compute what paths cost, and how many active pairs fit into memory
   */
  static StepRoute next(StepRoute last, long[] fired, int rows, ComputePlan compute) {
    StepPath path =
        Arrays.stream(fired).sum() > compute.mostPairs()
            ? StepPath.DENSE
            : compute.costs().cheapest(last.path(), fired, rows);
    return switch (path) {
      case DENSE -> StepRoute.DENSE;
      case SPARSE -> StepRoute.SPARSE.expecting(Arrays.stream(fired).sum());
      case HYBRID -> hybrid(hot(last, fired, rows * compute.costs().hotAbove()), fired);
    };
  }

  private static StepRoute hybrid(List<Integer> hot, long[] fired) {
    long dense = hot.stream().mapToLong(i -> fired[i]).sum();
    return StepRoute.hybrid(hot).expecting(Arrays.stream(fired).sum() - dense);
  }

  private static List<Integer> hot(StepRoute last, long[] fired, double breakEven) {
    Set<Integer> wasHot = new HashSet<>(last.hotFeatures());
    return IntStream.range(0, fired.length)
        .filter(i -> fired[i] > (wasHot.contains(i) ? breakEven / MARGIN : breakEven * MARGIN))
        .boxed()
        .toList();
  }
}
