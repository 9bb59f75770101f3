package org.monosem.sae.probing;

import java.util.Arrays;
import org.monosem.core.random.Seed;

/**
 * One question put to one representation.
 *
 * @param train the rows trained on
 * @param trainLabels their labels
 * @param test the rows tested on
 * @param testLabels theirs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Trial(DesignMatrix train, boolean[] trainLabels, DesignMatrix test, boolean[] testLabels) {

  /** Returns the test accuracy of a probe on all columns. */
  double accuracyOfAll() {
    return LogisticRegression.fit(train, trainLabels).decide(test, testLabels).accuracy();
  }

  /** Returns that of one on the columns whose class means differ most. */
  double accuracyOfBest(int k) {
    double[] difference = MeanDifference.of(train, trainLabels);
    for (int i = 0; i < difference.length; i++) {
      difference[i] = Math.abs(difference[i]);
    }
    return accuracyOf(MeanDifference.greatest(difference, k));
  }

  /** Returns that of one on columns drawn at random among those that are not all zero. */
  double accuracyOfRandom(int k, Seed seed) {
    double[] sums = new double[train.columns()];
    for (int row = 0; row < train.rows(); row++) {
      train.addTo(sums, row, 1);
    }
    int[] drawn = new int[k];
    int count = 0;
    for (int column : seed.permutation(sums.length)) {
      if (sums[column] != 0 && count < k) {
        drawn[count++] = column;
      }
    }
    return accuracyOf(Arrays.copyOf(drawn, count));
  }

  private double accuracyOf(int[] columns) {
    DesignMatrix chosen = ChosenColumns.of(train, columns);
    return LogisticRegression.fit(chosen, trainLabels)
        .decide(ChosenColumns.of(test, columns), testLabels)
        .accuracy();
  }
}
