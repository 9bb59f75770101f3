package org.monosem.sae.evaluation;

/**
 * How a dictionary is evaluated inside a model.
 *
 * @param unedited the positions that no run edits
 * @param batchContexts contexts run at a time, at least one
 * @param listener told about progress
 */
public record SpliceOptions(
    UneditedPositions unedited, int batchContexts, EvaluationListener listener) {

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

  /** Edits every position, 16 contexts at a time, and tells no one. */
  public static SpliceOptions defaults() {
    return new SpliceOptions(UneditedPositions.none(), 16, EvaluationListener.none());
  }

  /** Returns these options with other unedited positions. */
  public SpliceOptions withUnedited(UneditedPositions positions) {
    return new SpliceOptions(positions, batchContexts, listener);
  }

  /** Returns these options with other batches; no loss depends on them beyond rounding. */
  public SpliceOptions withBatchContexts(int size) {
    return new SpliceOptions(unedited, size, listener);
  }

  /** Returns these options with another listener. */
  public SpliceOptions withListener(EvaluationListener other) {
    return new SpliceOptions(unedited, batchContexts, other);
  }
}
