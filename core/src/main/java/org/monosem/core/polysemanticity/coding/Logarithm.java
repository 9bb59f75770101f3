package org.monosem.core.polysemanticity.coding;

/** The base of a logarithm that a source does not name. */
public enum Logarithm {
  /** Base 2, as fits entropies in bits. */
  TWO,

  /** Base e. */
  NATURAL;

  private static final double LN_2 = Math.log(2);

  /** Returns the number whose natural logarithm is given, in this base. */
  double ofNatural(double natural) {
    return this == TWO ? natural / LN_2 : natural;
  }
}
