package org.monosem.sae.training;

import org.monosem.sae.objective.StepPath;

/**
 * Chooses each step's path from the density of the step before, with hysteresis so that it does not
 * flutter. A pure function of path and density: a resumed run chooses as the uninterrupted one.
 */
final class PathChooser {
  private static final double HYSTERESIS = 0.2;

  private PathChooser() {}

  /**
   * Returns the next step's path.
   *
   * @param last the last step's path
   * @param density the last step's share of active pairs
   * @param sparseBelow the break-even density
   */
  static StepPath next(StepPath last, double density, double sparseBelow) {
    if (density < sparseBelow * (1 - HYSTERESIS)) {
      return StepPath.SPARSE;
    } else if (density > sparseBelow * (1 + HYSTERESIS)) {
      return StepPath.DENSE;
    }
    return last;
  }
}
