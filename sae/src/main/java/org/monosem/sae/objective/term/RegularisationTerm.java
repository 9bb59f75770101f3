package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/**
 * What is added to an objective's loss; the package says what for. A value: hyper-parameters only.
 */
public sealed interface RegularisationTerm
    permits NoTerm, EmbeddingTerm, DecorrelationTerm, TermSum {

  /** Returns what its values are called in logs: one name a term, no name twice. */
  List<String> names();

  /**
   * Adds the term's gradient, in place.
   *
   * @param manager the owner of the result
   * @param batch what it is taken on
   * @param gradient of the same shapes as the batch's parameters; its arrays are changed
   * @return the terms' values in the order of {@link #names}, their weights included, {@code
   *     [terms]}
   */
  NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient);

  /**
   * Returns how many bytes its arrays of float32 take at most while {@link #addGradient} works,
   * beside the parameters, the gradient and the batch.
   *
   * @param widths of the dictionary
   * @param batch the rows of a step
   */
  long bytes(DictionaryWidths widths, int batch);
}
