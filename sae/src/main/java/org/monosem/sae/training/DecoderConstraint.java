package org.monosem.sae.training;

/** What every step keeps true of the decoder's rows. */
public enum DecoderConstraint {
  /** Nothing: norms are free (April update 2024). */
  FREE,
  /**
   * Unit norm: the part of the gradient parallel to a row is removed before Adam's step, and the
   * row is divided by its norm after it (2023). Both are needed: a perpendicular step still
   * lengthens.
   */
  UNIT_NORM
}
