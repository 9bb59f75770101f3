package org.monosem.core.groundtruth;

import java.util.Locale;

/**
 * How often atoms fire, and which roots fire together.
 *
 * <p>The probability of root {@code i} (by its place among the roots, from 0) is {@code s (i +
 * 1)^-exponent}, at most {@link #MOST}, with {@code s} chosen such that {@code meanL0} atoms fire
 * on average, children included.
 *
 * <p>Roots are correlated in groups of {@code groupSize} neighbours by a Gaussian copula: a root
 * fires if its standard normal is in the lower tail of its probability, and the normals of a group
 * have pairwise correlation {@code correlation}. Normals of different groups are independent. (The
 * correlation of the firing itself is smaller; at probabilities of one half it is {@code
 * asin(correlation) 2/π}.)
 *
 * @param meanL0 active atoms a row, on average; more than 0
 * @param exponent of the power law; 0 for equal probabilities
 * @param groupSize roots of a group, at least 1
 * @param correlation between the normals of a group; from {@code -1/(groupSize - 1)} to less than 1
 */
public record Firing(double meanL0, double exponent, int groupSize, double correlation) {
  /** The highest probability of an atom. */
  public static final double MOST = 0.99;

  private static final int BISECTIONS = 200;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public Firing {
    Check.notNegative("meanL0", meanL0);
    Check.notNegative("exponent", exponent);
    Check.atLeast("groupSize", 1, groupSize);
    if (meanL0 == 0) {
      throw new IllegalArgumentException("meanL0: expected more than 0, got 0.0");
    }
    Check.between(
        "correlation", groupSize == 1 ? 0 : -1.0 / (groupSize - 1), 0.999999, correlation);
  }

  /** Returns firing of equal probabilities, all independent. */
  public static Firing uniform(double meanL0) {
    return new Firing(meanL0, 0, 1, 0);
  }

  /** Returns firing by a power law, all independent. */
  public static Firing powerLaw(double meanL0, double exponent) {
    return new Firing(meanL0, exponent, 1, 0);
  }

  /** Returns the same probabilities with correlated groups of roots. */
  public Firing withCorrelation(int size, double value) {
    return new Firing(meanL0, exponent, size, value);
  }

  /**
   * Returns the probability of every atom.
   *
   * @throws IllegalArgumentException if so many atoms cannot fire
   */
  double[] probabilities(Hierarchy hierarchy) {
    double[] weights = new double[hierarchy.atoms()];
    double[] given = hierarchy.probabilityGivenRoot();
    int[] roots = hierarchy.roots();
    double[] size = new double[weights.length];
    int place = 0;
    for (int atom = 0; atom < weights.length; atom++) {
      size[roots[atom]] += given[atom];
      weights[atom] = hierarchy.isRoot(atom) ? Math.pow(++place, -exponent) : 0;
    }
    double scale = scale(weights, size);
    double[] probabilities = new double[weights.length];
    for (int atom = 0; atom < weights.length; atom++) {
      probabilities[atom] = Math.min(MOST, scale * weights[roots[atom]]) * given[atom];
    }
    return probabilities;
  }

  private double scale(double[] weights, double[] size) {
    double high = MOST / smallest(weights);
    if (expected(high, weights, size) < meanL0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "meanL0: expected at most %.3f of these atoms to fire, got %s",
              expected(high, weights, size),
              meanL0));
    }
    double low = 0;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (expected(middle, weights, size) < meanL0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double expected(double scale, double[] weights, double[] size) {
    double sum = 0;
    for (int atom = 0; atom < weights.length; atom++) {
      sum += Math.min(MOST, scale * weights[atom]) * size[atom];
    }
    return sum;
  }

  private static double smallest(double[] weights) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double weight : weights) {
      smallest = weight > 0 ? Math.min(smallest, weight) : smallest;
    }
    return smallest;
  }
}
