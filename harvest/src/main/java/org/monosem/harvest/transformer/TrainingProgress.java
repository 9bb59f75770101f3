package org.monosem.harvest.transformer;

import org.jspecify.annotations.Nullable;

/**
 * Where a training stands.
 *
 * @param step how many updates are behind
 * @param plan the whole plan
 * @param data which contexts it reads; null before the first step
 */
record TrainingProgress(long step, TrainingPlan plan, @Nullable Data data) {

  /** What is remembered of the contexts, to notice that a resumed run is given others. */
  record Data(long contexts, int length, long checksum) {

    /** Looks at some contexts, spread evenly, so that the cost does not grow with their number. */
    static Data of(TokenContexts contexts) {
      long count = contexts.contexts();
      long looked = Math.min(count, 64);
      int[] tokens = new int[contexts.length()];
      long checksum = 0;
      for (long i = 0; i < looked; i++) {
        contexts.read(count * i / looked, tokens);
        for (int token : tokens) {
          checksum = 31 * checksum + token;
        }
      }
      return new Data(count, contexts.length(), checksum);
    }
  }

  boolean complete() {
    return step >= plan.steps();
  }

  TrainingProgress next() {
    return new TrainingProgress(step + 1, plan, data);
  }

  /**
   * Binds the progress to data.
   *
   * @throws IllegalArgumentException if it was bound to other data before
   */
  TrainingProgress on(TokenContexts contexts) {
    Data given = Data.of(contexts);
    if (data != null && !data.equals(given)) {
      throw new IllegalArgumentException(
          "contexts: expected those that the training began with, " + data + ", got " + given);
    }
    return new TrainingProgress(step, plan, given);
  }
}
