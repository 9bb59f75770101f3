package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;

/**
 * What one batch yields: the gradient, who fired, and sums for the log.
 *
 * @param gradient of the loss by the parameters; its arrays may be changed in place by kernels
 * @param firedRows how many rows of the batch each feature fired on, int64 {@code [dSae]}
 * @param rowSum the sum of the batch's rows, float64 {@code [dIn]}
 * @param statistics the batch's sums
 */
public record BatchGradient(
    DictionaryParameters gradient, NDArray firedRows, NDArray rowSum, BatchStatistics statistics) {}
