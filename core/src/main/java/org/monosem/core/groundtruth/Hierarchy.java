package org.monosem.core.groundtruth;

import java.util.Arrays;

/**
 * Which atoms fire only if another one does.
 *
 * <p>A child's firing probability is {@link #childProbability} times its parent's. Siblings fire
 * independently of each other given their parent, or exclude each other: then at most one fires,
 * each with the same probability as before.
 *
 * <p>Immutable.
 */
public final class Hierarchy {
  private static final int ROOT = -1;

  private final int[] parents;
  private final double childProbability;
  private final boolean exclusive;

  private Hierarchy(int[] parents, double childProbability, boolean exclusive) {
    this.parents = parents;
    this.childProbability = childProbability;
    this.exclusive = exclusive;
  }

  /** Returns no hierarchy: every atom is a root. */
  public static Hierarchy flat(int atoms) {
    return of(filled(atoms), 0, false);
  }

  /**
   * Returns any forest.
   *
   * @param parents for every atom its parent, a smaller number, or -1 for a root
   * @param childProbability the probability of a child given its parent, 0 to 1
   * @param exclusive whether siblings never fire together
   * @throws IllegalArgumentException if there are no atoms, a parent does not come before its
   *     child, the probability is not one, or exclusive siblings have together more than one
   */
  public static Hierarchy of(int[] parents, double childProbability, boolean exclusive) {
    Check.atLeast("atoms", 1, parents.length);
    Check.between("childProbability", 0, 1, childProbability);
    for (int atom = 0; atom < parents.length; atom++) {
      if (parents[atom] < ROOT || parents[atom] >= atom) {
        throw new IllegalArgumentException(
            "parents: atom %d: expected -1 or a smaller number, got %d"
                .formatted(atom, parents[atom]));
      }
    }
    Hierarchy hierarchy = new Hierarchy(parents.clone(), childProbability, exclusive);
    hierarchy.checkExclusive();
    return hierarchy;
  }

  /**
   * Returns a forest of two levels: atoms {@code 0 .. parents-1} have {@code children} children
   * each, which follow in the order of their parents; atoms behind those have neither.
   *
   * @throws IllegalArgumentException if there is no room, or as {@link #of} does
   */
  public static Hierarchy twoLevels(
      int atoms, int parents, int children, double childProbability, boolean exclusive) {
    Check.atLeast("parents", 0, parents);
    Check.atLeast("children", 1, children);
    if ((long) parents * (1L + children) > atoms) {
      throw new IllegalArgumentException(
          "hierarchy: %d parents with %d children each need %d atoms, got %d"
              .formatted(parents, children, parents * (1L + children), atoms));
    }
    int[] of = filled(atoms);
    for (int child = 0; child < parents * children; child++) {
      of[parents + child] = child / children;
    }
    return of(of, childProbability, exclusive);
  }

  /** Returns the number of atoms. */
  public int atoms() {
    return parents.length;
  }

  /** Returns an atom's parent, or -1 if it is a root. */
  public int parent(int atom) {
    return parents[atom];
  }

  /** Returns whether an atom may fire alone. */
  public boolean isRoot(int atom) {
    return parents[atom] == ROOT;
  }

  /** Returns the probability of a child given its parent. */
  public double childProbability() {
    return childProbability;
  }

  /** Returns whether siblings never fire together. */
  public boolean isExclusive() {
    return exclusive;
  }

  /** Returns how many children each atom has. */
  int[] childCounts() {
    int[] counts = new int[parents.length];
    for (int parent : parents) {
      if (parent != ROOT) {
        counts[parent]++;
      }
    }
    return counts;
  }

  /** Returns the probability of every atom given that its root fires. */
  double[] probabilityGivenRoot() {
    double[] given = new double[parents.length];
    for (int atom = 0; atom < given.length; atom++) {
      given[atom] = isRoot(atom) ? 1 : given[parents[atom]] * childProbability;
    }
    return given;
  }

  /** Returns every atom's root. */
  int[] roots() {
    int[] roots = new int[parents.length];
    for (int atom = 0; atom < roots.length; atom++) {
      roots[atom] = isRoot(atom) ? atom : roots[parents[atom]];
    }
    return roots;
  }

  private void checkExclusive() {
    int most = Arrays.stream(childCounts()).max().orElse(0);
    if (exclusive && most * childProbability > 1 + 1e-12) {
      throw new IllegalArgumentException(
          "childProbability: %d exclusive siblings expect at most %s, got %s"
              .formatted(most, 1.0 / most, childProbability));
    }
  }

  private static int[] filled(int atoms) {
    int[] parents = new int[atoms];
    Arrays.fill(parents, ROOT);
    return parents;
  }
}
