package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/** Nothing is added. */
public record NoTerm() implements RegularisationTerm {
  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    return manager.zeros(new Shape(0), batch.rows().getDataType());
  }

  @Override
  public long bytes(DictionaryWidths widths, int batch) {
    return 0;
  }
}
