package org.monosem.core.groundtruth;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Draws which atoms fire on a row. Immutable. */
final class FiringSampler {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final Hierarchy hierarchy;
  private final int[] childCounts;
  private final int[] roots;
  private final double[] probabilities;
  private final double[] thresholds;
  private final int groupSize;
  private final double correlation;

  FiringSampler(Firing firing, Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
    this.childCounts = hierarchy.childCounts();
    this.probabilities = firing.probabilities(hierarchy);
    this.groupSize = firing.groupSize();
    this.correlation = firing.correlation();
    int count = 0;
    int[] found = new int[probabilities.length];
    for (int atom = 0; atom < found.length; atom++) {
      if (hierarchy.isRoot(atom)) {
        found[count++] = atom;
      }
    }
    this.roots = Arrays.copyOf(found, count);
    this.thresholds = new double[count];
    for (int i = 0; i < count; i++) {
      thresholds[i] = NORMAL.inverseCumulativeProbability(probabilities[roots[i]]);
    }
  }

  double[] probabilities() {
    return probabilities.clone();
  }

  /** Sets {@code fires} for every atom. */
  void sample(SplittableRandom random, boolean[] fires) {
    if (correlation == 0) {
      for (int root : roots) {
        fires[root] = random.nextDouble() < probabilities[root];
      }
    } else {
      correlated(random, fires);
    }
    children(random, fires);
  }

  /**
   * Normals of one variance and one correlation from independent ones, {@code e}: {@code z_i =
   * sqrt(1 - r) (e_i + c sum_j e_j)}, where {@code (1 - r)(2 c + n c²) = r}.
   */
  private void correlated(SplittableRandom random, boolean[] fires) {
    double[] normals = new double[groupSize];
    for (int begin = 0; begin < roots.length; begin += groupSize) {
      int count = Math.min(groupSize, roots.length - begin);
      double share =
          (Math.sqrt(Math.max(0, 1 + count * correlation / (1 - correlation))) - 1) / count;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        normals[i] = random.nextGaussian();
        sum += normals[i];
      }
      for (int i = 0; i < count; i++) {
        double z = Math.sqrt(1 - correlation) * (normals[i] + share * sum);
        fires[roots[begin + i]] = z < thresholds[begin + i];
      }
    }
  }

  private void children(SplittableRandom random, boolean[] fires) {
    if (roots.length == fires.length) {
      return;
    }
    int[] chosen = hierarchy.isExclusive() ? choices(random) : new int[0];
    for (int atom = 0; atom < fires.length; atom++) {
      if (!hierarchy.isRoot(atom)) {
        int parent = hierarchy.parent(atom);
        boolean own =
            hierarchy.isExclusive()
                ? chosen[parent]-- == 0
                : random.nextDouble() < hierarchy.childProbability();
        fires[atom] = fires[parent] && own;
      }
    }
  }

  /** For every atom the place of the child that fires among its children, or one beyond them. */
  private int[] choices(SplittableRandom random) {
    int[] chosen = new int[childCounts.length];
    for (int atom = 0; atom < chosen.length; atom++) {
      if (childCounts[atom] > 0) {
        double place = random.nextDouble() / hierarchy.childProbability();
        chosen[atom] = (int) Math.min(childCounts[atom], place);
      }
    }
    return chosen;
  }
}
