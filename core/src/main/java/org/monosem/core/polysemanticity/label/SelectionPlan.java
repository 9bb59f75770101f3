package org.monosem.core.polysemanticity.label;

/**
 * Which texts a feature is labelled by.
 *
 * @param from the quantile of activation to begin at, in [0, 1)
 * @param steps how many quantiles are taken between it and the largest, both included, evenly; at
 *     least 1
 * @param clusters how many meanings are looked for, at least 1
 * @param textsPerCluster the most texts that a label is made from, at least 1
 * @param choice which of a cluster's texts those are
 */
public record SelectionPlan(
    double from, int steps, int clusters, int textsPerCluster, Choice choice) {

  /** Which texts of a cluster speak for it, where it has too many. */
  public enum Choice {
    /** Those with the largest activations. */
    STRONGEST,

    /** Those nearest to the cluster's centre. */
    CENTRAL
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public SelectionPlan {
    if (!(from >= 0 && from < 1)) {
      throw new IllegalArgumentException("from: expected a quantile in [0, 1), got " + from);
    }
    atLeastOne("steps", steps);
    atLeastOne("clusters", clusters);
    atLeastOne("textsPerCluster", textsPerCluster);
  }

  /**
   * Returns the plan of the paper: 1000 steps of the top 1 %, 5 clusters, 20 texts of each, the
   * strongest.
   */
  public static SelectionPlan published() {
    return new SelectionPlan(0.99, 1000, 5, 20, Choice.STRONGEST);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
