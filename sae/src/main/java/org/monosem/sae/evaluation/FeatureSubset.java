package org.monosem.sae.evaluation;

import org.monosem.core.FeatureActivations;

/** Some rows of feature activations. */
final class FeatureSubset {
  private FeatureSubset() {}

  static FeatureActivations rows(FeatureActivations all, int[] rows) {
    int[] offsets = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      offsets[i + 1] = offsets[i] + all.end(rows[i]) - all.begin(rows[i]);
    }
    int[] features = new int[offsets[rows.length]];
    float[] values = new float[features.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = all.begin(rows[i]), at = offsets[i]; k < all.end(rows[i]); k++, at++) {
        features[at] = all.feature(k);
        values[at] = all.value(k);
      }
    }
    return FeatureActivations.of(all.dSae(), offsets, features, values);
  }
}
