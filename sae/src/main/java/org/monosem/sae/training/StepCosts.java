package org.monosem.sae.training;

import java.util.Arrays;
import java.util.Locale;
import org.monosem.sae.objective.StepPath;

/**
 * What the parts of a step cost, in nanoseconds; from it and the features' frequencies at the last
 * step follows the cheapest path of the next one.
 *
 * <pre>
 *   dense   dense  * rows * dSae
 *   sparse  encoder * rows * dSae + pair * active
 *   hybrid  encoder * rows * dSae + sum over features of min(hot * rows, pair * active_i)
 * </pre>
 *
 * Only the proportions matter. Measured on the machine by {@link StepCostMeter}, or fixed; the
 * choice of path changes rounding, so two runs have the same bits only if their costs are the same
 * numbers.
 *
 * @param dense of dense products throughout, a row and feature
 * @param encoder of the encoder's product and of finding what is active, a row and feature
 * @param hot of a feature treated densely after the encoder, a row
 * @param pair of an active pair treated sparsely after the encoder
 */
public record StepCosts(double dense, double encoder, double hot, double pair) {
  /** Two Zen 4 cores, float32, 4096 features: sparse below a density of about 8 %. */
  public static final StepCosts TYPICAL = new StepCosts(37, 8, 26, 360);

  /** A path that is left must be dearer than another by this share. */
  private static final double HYSTERESIS = 0.1;

  /** For the dense path any other is left sooner: no step shall be much dearer than by that one. */
  private static final double HYSTERESIS_TO_DENSE = 0.03;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public StepCosts {
    for (double cost : new double[] {dense, encoder, hot, pair}) {
      if (!(cost >= 0 && Double.isFinite(cost))) {
        throw new IllegalArgumentException(
            "step costs: expected finite numbers of at least 0, got " + cost);
      }
    }
  }

  /** Returns costs by which one path is always the cheapest. */
  public static StepCosts always(StepPath path) {
    return switch (path) {
      case DENSE -> new StepCosts(0, 1, 1, 1);
      case SPARSE -> new StepCosts(1, 0, 1, 0);
      case HYBRID -> new StepCosts(1, 0, 0, 1e-6);
    };
  }

  /**
   * Returns the share of rows on which a feature must fire to be treated densely by the hybrid
   * path.
   */
  double hotAbove() {
    return pair == 0 ? Double.POSITIVE_INFINITY : hot / pair;
  }

  /**
   * Returns the cheapest path after a step.
   *
   * @param last the step's path
   * @param fired on how many of its rows each feature fired
   * @param rows its number of rows
   */
  StepPath cheapest(StepPath last, long[] fired, int rows) {
    StepPath best = last;
    double least = cost(last, fired, rows);
    for (StepPath path : StepPath.values()) {
      double cost = cost(path, fired, rows) * handicap(last, path);
      if (cost < least) {
        best = path;
        least = cost;
      }
    }
    return best;
  }

  private static double handicap(StepPath last, StepPath next) {
    if (last == next) {
      return 1;
    }
    return 1 / (1 - (next == StepPath.DENSE ? HYSTERESIS_TO_DENSE : HYSTERESIS));
  }

  private double cost(StepPath path, long[] fired, int rows) {
    double encoding = encoder * rows * fired.length;
    return switch (path) {
      case DENSE -> dense * rows * fired.length;
      case SPARSE -> encoding + pair * Arrays.stream(fired).sum();
      case HYBRID ->
          encoding + Arrays.stream(fired).mapToDouble(n -> Math.min(hot * rows, pair * n)).sum();
    };
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "dense %.3g, encoder %.3g, hot %.3g ns a row and feature, pair %.3g ns",
        dense,
        encoder,
        hot,
        pair);
  }
}
