package org.monosem.core.polysemanticity.label;

import java.util.List;

/** Texts as vectors whose cosine says how much they are about the same. */
@FunctionalInterface
public interface Embedder {

  /**
   * Returns a vector for each text, in their order.
   *
   * @return {@code [texts][d]}, finite
   */
  double[][] embed(List<String> texts);
}
