package org.monosem.sae.toymodel.quadratic;

/** What an optimum does with a feature. */
public enum Phase {
  /** Capacity 0. */
  IGNORED,
  /** Capacity between 0 and 1: it shares dimensions with others. */
  SHARED,
  /** Capacity 1: it has a dimension to itself. */
  MONOSEMANTIC;

  static Phase of(double capacity) {
    if (capacity <= 0) {
      return IGNORED;
    }
    return capacity < 1 ? SHARED : MONOSEMANTIC;
  }
}
