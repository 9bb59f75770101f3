package org.monosem.core.groundtruth;

import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/** Counts how often atoms and the features matched with them fire, together and alone. */
final class FiringMatch {
  private final int[] atomOfFeature;
  private final int[] featureOfAtom;
  private final long[] together;
  private final long[] atomFires;
  private final long[] featureFires;
  private long rows;

  /**
   * Begins to count.
   *
   * @param match says which feature belongs to which atom
   * @param atoms the number of atoms
   * @param features the number of features
   */
  FiringMatch(DirectionMatch match, int atoms, int features) {
    atomOfFeature = new int[features];
    featureOfAtom = new int[atoms];
    together = new long[atoms];
    atomFires = new long[atoms];
    featureFires = new long[features];
    Arrays.fill(atomOfFeature, -1);
    for (int atom = 0; atom < atoms; atom++) {
      featureOfAtom[atom] = match.feature(atom);
      if (featureOfAtom[atom] >= 0) {
        atomOfFeature[featureOfAtom[atom]] = atom;
      }
    }
  }

  /** Adds rows: the truth about them, and the dictionary's features. */
  void add(FeatureActivations truth, FeatureActivations found) {
    boolean[] fires = new boolean[together.length];
    for (int row = 0; row < truth.rows(); row++) {
      mark(truth, row, fires, true);
      for (int k = found.begin(row); k < found.end(row); k++) {
        int feature = found.feature(k);
        int atom = atomOfFeature[feature];
        if (found.value(k) != 0) {
          featureFires[feature]++;
          together[Math.max(0, atom)] += atom >= 0 && fires[atom] ? 1 : 0;
        }
      }
      mark(truth, row, fires, false);
    }
    rows += truth.rows();
  }

  private void mark(FeatureActivations truth, int row, boolean[] fires, boolean value) {
    for (int k = truth.begin(row); k < truth.end(row); k++) {
      fires[truth.feature(k)] = value;
      atomFires[truth.feature(k)] += value ? 1 : 0;
    }
  }

  /** Returns the atoms that fired. */
  int fired() {
    int fired = 0;
    for (long count : atomFires) {
      fired += count > 0 ? 1 : 0;
    }
    return fired;
  }

  double precision() {
    return mean((both, atom, feature) -> feature == 0 ? 0 : (double) both / feature);
  }

  double recall() {
    return mean((both, atom, feature) -> (double) both / atom);
  }

  /** {@code 2 TP / (2 TP + FP + FN)}: the denominator is how often each fires, added. */
  double f1() {
    return mean((both, atom, feature) -> 2.0 * both / (atom + feature));
  }

  double trueL0() {
    return (double) Arrays.stream(atomFires).sum() / rows;
  }

  double l0() {
    return (double) Arrays.stream(featureFires).sum() / rows;
  }

  private interface Figure {
    double of(long together, long atom, long feature);
  }

  private double mean(Figure figure) {
    double sum = 0;
    for (int atom = 0; atom < together.length; atom++) {
      if (atomFires[atom] > 0) {
        int feature = featureOfAtom[atom];
        sum += figure.of(together[atom], atomFires[atom], feature < 0 ? 0 : featureFires[feature]);
      }
    }
    return sum / fired();
  }
}
