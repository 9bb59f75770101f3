package org.monosem.core.polysemanticity.scale;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which units of one input stand out. */
public sealed interface PhiSelection {

  /**
   * Returns the chosen units, ascending. A unit without a scale (NaN) is never chosen.
   *
   * @param phi scales of the units, {@code [units]}
   */
  int[] of(double[] phi);

  /**
   * The units of highest phi, the smaller number first among equals.
   *
   * @param count how many, at least 1; fewer if fewer have a scale
   */
  record Highest(int count) implements PhiSelection {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Highest {
      if (count < 1) {
        throw new IllegalArgumentException("count: expected at least 1, got " + count);
      }
    }

    @Override
    public int[] of(double[] phi) {
      return IntStream.range(0, phi.length)
          .filter(u -> !Double.isNaN(phi[u]))
          .boxed()
          .sorted(Comparator.comparingDouble((Integer u) -> -phi[u]))
          .limit(count)
          .mapToInt(Integer::intValue)
          .sorted()
          .toArray();
    }
  }

  /**
   * The fraction of units of highest phi: {@code max(1, round(fraction units))} of them. L2E's
   * lowest false killing rate was at 2 %.
   *
   * @param fraction above 0, at most 1
   */
  record TopFraction(double fraction) implements PhiSelection {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public TopFraction {
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "fraction: expected a number in (0, 1], got " + fraction);
      }
    }

    @Override
    public int[] of(double[] phi) {
      return new Highest((int) Math.max(1, Math.round(fraction * phi.length))).of(phi);
    }
  }

  /**
   * Every unit whose phi is at or above a threshold.
   *
   * @param threshold tau
   */
  record AtLeast(double threshold) implements PhiSelection {
    @Override
    public int[] of(double[] phi) {
      return IntStream.range(0, phi.length).filter(u -> phi[u] >= threshold).toArray();
    }
  }

  /** Returns the share of a batch's outputs that are chosen, over rows and units. */
  default double rate(double[][] batch) {
    long chosen = Arrays.stream(batch).mapToLong(phi -> of(phi).length).sum();
    long all = Arrays.stream(batch).mapToLong(phi -> phi.length).sum();
    return (double) chosen / all;
  }
}
