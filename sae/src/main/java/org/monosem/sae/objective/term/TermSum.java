package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.sae.objective.DictionaryParameters;

/**
 * Two terms at once.
 *
 * @param first the one
 * @param second the other
 */
public record TermSum(RegularisationTerm first, RegularisationTerm second)
    implements RegularisationTerm {
  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray one = first.addGradient(scope, batch, gradient);
      NDArray sum = one.add(second.addGradient(scope, batch, gradient));
      sum.attach(manager);
      return sum;
    }
  }
}
