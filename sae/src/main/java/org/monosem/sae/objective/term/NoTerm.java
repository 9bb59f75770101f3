package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.sae.objective.DictionaryParameters;

/** Nothing is added. */
public record NoTerm() implements RegularisationTerm {
  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    return manager.zeros(new Shape(), batch.rows().getDataType());
  }
}
