package org.monosem.sae.training;

/** What is done to activations before they reach the dictionary; undone in the exported weights. */
public enum InputScaling {
  /** Nothing. */
  NONE,
  /** One constant for all rows, such that their mean norm is {@code sqrt(dIn)}. */
  MEAN_NORM_SQRT_DIN,
  /**
   * One constant for all rows, such that the mean of their squared norms is one: explained variance
   * and penalties are then numbers of one size whatever the model and its width.
   */
  MEAN_SQUARE_NORM_ONE
}
