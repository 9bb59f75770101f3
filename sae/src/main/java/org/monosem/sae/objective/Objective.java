package org.monosem.sae.objective;

import ai.djl.ndarray.NDManager;

/** A loss over rows of activations and its gradient; all that the training loop knows of it. */
public interface Objective {

  /**
   * Returns the gradient of the mean loss of a batch.
   *
   * @param manager the owner of the result's arrays
   * @throws IllegalArgumentException if the rows do not fit the parameters
   */
  BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace);

  /**
   * Returns every row's own loss, all terms included.
   *
   * @param request the rows and the penalty's factor; the path does not matter
   * @return one value a row, in the order of the rows
   */
  float[] rowLosses(DictionaryParameters parameters, GradientRequest request, Workspace workspace);

  /**
   * Returns the whole loss of a batch, summed over its rows.
   *
   * @param sums what {@link #gradient} found
   * @param dIn the width of a row
   * @param penaltyFactor the factor on the coefficient at that step
   */
  double lossSum(BatchStatistics sums, int dIn, double penaltyFactor);

  /** Returns the penalty's coefficient, before any warm-up. */
  double coefficient();
}
