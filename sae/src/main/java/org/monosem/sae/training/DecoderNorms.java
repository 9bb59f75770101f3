package org.monosem.sae.training;

/** What an exported dictionary's decoder rows measure. */
public enum DecoderNorms {
  /** As trained (over the input scale): features read as they did in training. */
  KEPT,
  /**
   * One: each feature's activation is multiplied by its decoder norm, so that it is measured in
   * units of the raw activations. Reconstructions do not change.
   */
  UNIT
}
