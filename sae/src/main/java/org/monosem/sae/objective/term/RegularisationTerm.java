package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.sae.objective.DictionaryParameters;

/**
 * What is added to an objective's loss; the package says what for. A value: hyper-parameters only.
 */
public sealed interface RegularisationTerm
    permits NoTerm, EmbeddingTerm, DecorrelationTerm, TermSum {

  /**
   * Adds the term's gradient, in place.
   *
   * @param manager the owner of the result
   * @param batch what it is taken on
   * @param gradient of the same shapes as the batch's parameters; its arrays are changed
   * @return the term's value, its weight included, a number in an array {@code []}
   */
  NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient);
}
