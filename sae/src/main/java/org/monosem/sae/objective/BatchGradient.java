package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one batch yields: the gradient, who fired, and sums for the log, all still on the device.
 *
 * @param gradient of the loss by the parameters; its arrays may be changed in place by kernels
 * @param firedRows how many rows of the batch each feature fired on, int64 {@code [dSae]}
 * @param rowSum the sum of the rows to be predicted, float64 {@code [dOut]}
 * @param sums the batch's sums, float64 {@code [5]}; see {@link #statistics}
 * @param missed how many active pairs had no room and are in none of the above, int64 {@code []};
 *     unless it is zero, the batch must be differentiated again, on {@link StepRoute#DENSE}
 * @param observed what the objective's running estimates are updated by; see {@link
 *     Objective#observe}
 * @param outputGradient the gradient by each row's prediction, {@code [batch, dOut]}; null if the
 *     objective does not tell
 * @param written how many pairs the sparse way writes, int64 {@code []}; null if they are those
 *     that fired
 */
public record BatchGradient(
    DictionaryParameters gradient,
    NDArray firedRows,
    NDArray rowSum,
    NDArray sums,
    NDArray missed,
    List<NDArray> observed,
    @Nullable NDArray outputGradient,
    @Nullable NDArray written) {

  /** Copies the list, not the arrays. */
  public BatchGradient {
    observed = List.copyOf(observed);
  }

  /**
   * Makes one of what a kernel returns: the gradients by wEnc, bEnc, wDec and bDec, then who fired,
   * the sums, the rows' sum and the missed, then the gradients by what is beyond the four; and last
   * the gradient by the prediction, if it tells.
   *
   * @param extra the names of those
   */
  static BatchGradient of(List<NDArray> out, List<String> extra) {
    List<NDArray> gradient = new ArrayList<>(out.subList(0, 4));
    int end = 8 + extra.size();
    gradient.addAll(out.subList(8, end));
    return new BatchGradient(
        DictionaryParameters.of(gradient, extra),
        out.get(4),
        out.get(6),
        out.get(5),
        out.get(7),
        List.of(),
        out.size() > end ? out.get(end) : null,
        null);
  }

  /** Returns the same with something for the objective's running estimates. */
  BatchGradient observing(NDArray value) {
    return new BatchGradient(
        gradient, firedRows, rowSum, sums, missed, List.of(value), outputGradient, written);
  }

  /** Returns the same with how many pairs the sparse way writes, int64 {@code []}. */
  BatchGradient writing(NDArray pairs) {
    return new BatchGradient(
        gradient, firedRows, rowSum, sums, missed, observed, outputGradient, pairs);
  }

  /** Returns the arrays that are of use once the gradient is applied. */
  public List<NDArray> kept() {
    return written == null
        ? List.of(firedRows, rowSum, sums, missed)
        : List.of(firedRows, rowSum, sums, missed, written);
  }

  /** Returns how many pairs the sparse way writes for this batch; the host waits for it. */
  public long pairs() {
    return (written == null ? firedRows.sum() : written).toLongArray()[0];
  }

  /**
   * Returns the batch's sums, for which the host waits.
   *
   * @param rows the number of rows of the batch
   */
  public BatchStatistics statistics(int rows) {
    double[] values = sums.toDoubleArray();
    return new BatchStatistics(rows, values[0], values[1], (long) values[2], values[3], values[4]);
  }
}
