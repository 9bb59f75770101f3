package org.monosem.core.polysemanticity.label;

import java.util.List;

/** Says in a few words what texts have in common: a language model, or a person. */
@FunctionalInterface
public interface Labeller {

  /**
   * Returns the label of a group of texts.
   *
   * @param texts of one cluster, at least one
   */
  String label(List<String> texts);
}
