package org.monosem.sae.probing;

/**
 * The decisions of a classifier, counted.
 *
 * @param truePositives rightly positive
 * @param falsePositives wrongly positive
 * @param falseNegatives wrongly negative
 * @param trueNegatives rightly negative
 */
record Decisions(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {
  /** Returns those of always saying yes. */
  static Decisions allPositive(boolean[] labels) {
    int positives = 0;
    for (boolean label : labels) {
      positives += label ? 1 : 0;
    }
    return new Decisions(positives, labels.length - positives, 0, 0);
  }

  /** Returns the share of right ones; NaN of none. */
  double accuracy() {
    double all = truePositives + falsePositives + falseNegatives + trueNegatives;
    return (truePositives + trueNegatives) / all;
  }

  /** Returns {@code 2 TP / (2 TP + FP + FN)}; 0 if nothing is positive, as scikit-learn has it. */
  double f1() {
    int size = 2 * truePositives + falsePositives + falseNegatives;
    return size == 0 ? 0 : 2.0 * truePositives / size;
  }
}
