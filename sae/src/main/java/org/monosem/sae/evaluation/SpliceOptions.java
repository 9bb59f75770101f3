package org.monosem.sae.evaluation;

import org.jspecify.annotations.Nullable;
import org.monosem.core.random.Seed;

/**
 * How a dictionary is evaluated inside a model.
 *
 * @param unedited the positions that no run edits
 * @param batchContexts contexts run at a time, at least one
 * @param listener told about progress
 * @param resampling decides the resample ablation; null for none. Resample ablation replaces every
 *     edited position's activation by that of another edited position of the same batch, each used
 *     once: one random cycle through the batch's positions (Sattolo's algorithm), from {@code
 *     resampling.named("resample ablation").at(batch)}. A batch with one edited position keeps it.
 *     It costs one more run behind the hook point
 */
public record SpliceOptions(
    UneditedPositions unedited,
    int batchContexts,
    EvaluationListener listener,
    @Nullable Seed resampling) {

  /**
   * Checks the batch size.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public SpliceOptions {
    if (batchContexts < 1) {
      throw new IllegalArgumentException(
          "batchContexts: expected at least 1, got " + batchContexts);
    }
  }

  /** Edits every position, 16 contexts at a time, tells no one, without resample ablation. */
  public static SpliceOptions defaults() {
    return new SpliceOptions(UneditedPositions.none(), 16, EvaluationListener.none(), null);
  }

  /** Returns these options with other unedited positions. */
  public SpliceOptions withUnedited(UneditedPositions positions) {
    return new SpliceOptions(positions, batchContexts, listener, resampling);
  }

  /**
   * Returns these options with other batches; no loss depends on them beyond rounding, but that of
   * resample ablation.
   */
  public SpliceOptions withBatchContexts(int size) {
    return new SpliceOptions(unedited, size, listener, resampling);
  }

  /** Returns these options with another listener. */
  public SpliceOptions withListener(EvaluationListener other) {
    return new SpliceOptions(unedited, batchContexts, other, resampling);
  }

  /** Returns these options with resample ablation decided by a seed. */
  public SpliceOptions withResampling(Seed seed) {
    return new SpliceOptions(unedited, batchContexts, listener, seed);
  }
}
