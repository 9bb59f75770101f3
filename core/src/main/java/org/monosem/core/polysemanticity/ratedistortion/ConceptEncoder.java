package org.monosem.core.polysemanticity.ratedistortion;

/** How activations of latents follow from data. */
@FunctionalInterface
public interface ConceptEncoder {

  /**
   * Returns the activations of all latents; those that are zero cost nothing.
   *
   * @param x {@code [d]}
   * @return {@code [latents]}
   */
  double[] encode(double[] x);
}
