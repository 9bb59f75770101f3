package org.monosem.sae.training;

/** What is done to activations before they reach the dictionary; undone in the exported weights. */
public enum InputScaling {
  /** Nothing. */
  NONE,
  /** One constant for all rows, such that their mean norm is {@code sqrt(dIn)}. */
  MEAN_NORM_SQRT_DIN
}
