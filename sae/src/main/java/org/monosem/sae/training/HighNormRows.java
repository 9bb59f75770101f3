package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;

/**
 * The rows that are not trained on because their norm is too high, and how many there were.
 *
 * <p>In the place of such a row stands the next row of its batch that may stay (after the last the
 * first), so that batches keep their size and step {@code s} still reads the rows that it would
 * read: going on from a checkpoint needs no other position. Parameters see some rows of such a
 * batch twice instead.
 */
final class HighNormRows {
  private static final KernelModule KERNELS = KernelModule.load(HighNormRows.class, "highnorm.py");

  private final double limit;
  private long count;

  /**
   * Makes the filter of a run.
   *
   * @param limit the highest norm that is trained on, in raw units; infinite for all
   * @param count how many rows were left out before
   */
  HighNormRows(double limit, long count) {
    this.limit = limit;
    this.count = count;
  }

  /** Returns the filter that leaves nothing out. */
  static HighNormRows none() {
    return new HighNormRows(Double.POSITIVE_INFINITY, 0);
  }

  double limit() {
    return limit;
  }

  long count() {
    return count;
  }

  boolean filters() {
    return limit < Double.POSITIVE_INFINITY;
  }

  void add(long rows) {
    count += rows;
  }

  /**
   * The rows to train on.
   *
   * @param rows {@code [batch, width]}
   * @param replaced how many of them stand in place of others, int64 {@code []}
   */
  record Filtered(NDArray rows, NDArray replaced) {}

  /**
   * Returns a batch without rows of high norm; rows that are not finite stay. If all norms are too
   * high, the first row becomes NaN.
   *
   * @param owner the owner of the result, but where nothing is filtered: then the rows are {@code
   *     raw}
   * @param raw {@code [batch, width]}
   */
  Filtered within(NDManager owner, NDArray raw) {
    if (!filters()) {
      return new Filtered(raw, owner.create(new long[] {0}, new Shape()));
    }
    NDList out = KERNELS.call(owner, "within", raw, limit);
    return new Filtered(out.get(0), out.get(1));
  }

  /** Returns the Euclidean norms of rows. */
  static double[] norms(NDManager scope, NDArray rows) {
    return KERNELS.callForArray(scope, "row_norms", rows).toDoubleArray();
  }
}
