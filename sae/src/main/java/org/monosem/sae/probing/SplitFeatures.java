package org.monosem.sae.probing;

import java.util.Arrays;

/**
 * The main features of a label: one, or several if it is split among them.
 *
 * @param features the best first
 * @param f1 of a probe on them, on the test set
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SplitFeatures(int[] features, double f1) {

  /**
   * Takes one more feature as long as the F1 of a probe rises by more than {@code jump}.
   *
   * @param trial the features, to train and to test on
   * @param most the most features
   */
  static SplitFeatures of(Trial trial, int most, double jump) {
    int[] ranked =
        MeanDifference.greatest(MeanDifference.of(trial.train(), trial.trainLabels()), most);
    SplitFeatures best = probed(trial, ranked, 1);
    for (int k = 2; k <= ranked.length; k++) {
      SplitFeatures next = probed(trial, ranked, k);
      if (!(next.f1 > best.f1 + jump)) {
        break;
      }
      best = next;
    }
    return best;
  }

  private static SplitFeatures probed(Trial trial, int[] ranked, int k) {
    int[] chosen = Arrays.copyOf(ranked, k);
    LogisticProbe probe =
        LogisticRegression.fitBalanced(
            ChosenColumns.of(trial.train(), chosen), trial.trainLabels());
    Decisions decisions = probe.decide(ChosenColumns.of(trial.test(), chosen), trial.testLabels());
    return new SplitFeatures(chosen, decisions.f1());
  }
}
