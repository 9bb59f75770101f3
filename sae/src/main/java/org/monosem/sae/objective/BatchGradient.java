package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What one batch yields: the gradient, who fired, and sums for the log, all still on the device.
 *
 * @param gradient of the loss by the parameters; its arrays may be changed in place by kernels
 * @param firedRows how many rows of the batch each feature fired on, int64 {@code [dSae]}
 * @param rowSum the sum of the batch's rows, float64 {@code [dIn]}
 * @param sums the batch's sums, float64 {@code [4]}; see {@link #statistics}
 * @param missed how many active pairs had no room and are in none of the above, int64 {@code []};
 *     unless it is zero, the batch must be differentiated again, on {@link StepRoute#DENSE}
 */
public record BatchGradient(
    DictionaryParameters gradient,
    NDArray firedRows,
    NDArray rowSum,
    NDArray sums,
    NDArray missed) {

  /** Returns the arrays that are of use once the gradient is applied. */
  public List<NDArray> kept() {
    return List.of(firedRows, rowSum, sums, missed);
  }

  /**
   * Returns the batch's sums, for which the host waits.
   *
   * @param rows the number of rows of the batch
   */
  public BatchStatistics statistics(int rows) {
    double[] values = sums.toDoubleArray();
    return new BatchStatistics(rows, values[0], values[1], (long) values[2], values[3]);
  }
}
