package org.monosem.core.metric;

import org.monosem.core.FeatureActivations;

/** Reads rows of feature activations the way every metric here does. */
final class FeatureRows {
  private FeatureRows() {}

  static void requireWidth(FeatureActivations features, int dSae) {
    if (features.dSae() != dSae) {
      throw new IllegalArgumentException(
          "features: expected [batch, dSae="
              + dSae
              + "], got ["
              + features.rows()
              + ", "
              + features.dSae()
              + "]");
    }
  }

  static void requireFinite(FeatureActivations features) {
    for (int row = 0; row < features.rows(); row++) {
      for (int k = features.begin(row); k < features.end(row); k++) {
        if (!Float.isFinite(features.value(k))) {
          throw new IllegalArgumentException(
              "features: expected finite values, got "
                  + features.value(k)
                  + " for feature "
                  + features.feature(k)
                  + " in row "
                  + row);
        }
      }
    }
  }

  /** Counts the values of a row that are not zero. */
  static int active(FeatureActivations features, int row) {
    int active = 0;
    for (int k = features.begin(row); k < features.end(row); k++) {
      if (features.value(k) != 0) {
        active++;
      }
    }
    return active;
  }
}
