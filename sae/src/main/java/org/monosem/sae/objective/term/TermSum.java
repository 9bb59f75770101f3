package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/**
 * Two terms at once.
 *
 * @param first the one
 * @param second the other
 */
public record TermSum(RegularisationTerm first, RegularisationTerm second)
    implements RegularisationTerm {
  /** Those of the one, then those of the other; a name that is taken gets a number. */
  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(first.names());
    for (String name : second.names()) {
      String free = name;
      for (int number = 2; names.contains(free); number++) {
        free = name + "_" + number;
      }
      names.add(free);
    }
    return List.copyOf(names);
  }

  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray one = first.addGradient(scope, batch, gradient);
      NDArray both = one.concat(second.addGradient(scope, batch, gradient));
      both.attach(manager);
      return both;
    }
  }

  /** They work one after the other. */
  @Override
  public long bytes(DictionaryWidths widths, int batch) {
    return Math.max(first.bytes(widths, batch), second.bytes(widths, batch));
  }
}
