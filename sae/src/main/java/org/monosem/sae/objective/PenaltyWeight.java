package org.monosem.sae.objective;

/** What multiplies a feature's activation in the L1 penalty. */
public enum PenaltyWeight {
  /** Nothing: {@code sum_i f_i}, meaningful where decoder rows have unit norm (2023). */
  ONE,
  /** The norm of the feature's decoder row: {@code sum_i f_i |wDec_i|} (April update 2024). */
  DECODER_NORM
}
