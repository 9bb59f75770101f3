package org.monosem.sae.evaluation;

import java.util.List;
import java.util.stream.LongStream;
import org.monosem.core.FeatureActivations;

/** Counts for each feature the contexts in which it was active at an edited position. */
final class ContextFirings {
  private final long[] contextsByFeature;
  private final long[] lastContext;
  private long contexts;

  ContextFirings(int dSae) {
    contextsByFeature = new long[dSae];
    lastContext = new long[dSae];
  }

  /** Accepts the features of a batch's edited positions, in their order. */
  void accept(SpliceBatch batch, FeatureActivations features) {
    for (int row = 0; row < features.rows(); row++) {
      // From 1, so that no feature starts as seen.
      long context = contexts + batch.place(row) / batch.length() + 1;
      for (int k = features.begin(row); k < features.end(row); k++) {
        int feature = features.feature(k);
        if (features.value(k) != 0 && lastContext[feature] != context) {
          lastContext[feature] = context;
          contextsByFeature[feature]++;
        }
      }
    }
    contexts += batch.contexts();
  }

  long contexts() {
    return contexts;
  }

  /** Returns the contexts with the feature, {@code [dSae]}. */
  List<Long> value() {
    return LongStream.of(contextsByFeature).boxed().toList();
  }
}
