package org.monosem.sae.training;

import org.monosem.sae.objective.TopKObjective;

/** What an exported dictionary's decoder rows measure. */
public enum DecoderNorms {
  /** As trained (over the input scale): features read as they did in training. */
  KEPT,
  /**
   * One: each feature's activation is multiplied by its decoder norm, so that it is measured in
   * units of the raw activations. Reconstructions do not change.
   */
  UNIT;

  /**
   * Returns {@link #UNIT}, or {@link #KEPT} where norms cannot be folded in: the k largest
   * activations of a row would be others.
   */
  public static DecoderNorms unitWherePossible(Recipe recipe) {
    return recipe.objective() instanceof TopKObjective ? KEPT : UNIT;
  }
}
