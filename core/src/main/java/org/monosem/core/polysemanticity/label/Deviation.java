package org.monosem.core.polysemanticity.label;

/** By what the squared deviations from the mean are divided. */
public enum Deviation {
  /** Their number, as NumPy does. */
  POPULATION,

  /** One less than their number. */
  SAMPLE
}
