package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.activation.JumpRelu;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.GatedObjective;
import org.monosem.sae.objective.JumpReluObjective;
import org.monosem.sae.objective.LargestEntriesObjective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.TopKObjective;

/**
 * What a term is taken on.
 *
 * @param objective says which features are active
 * @param parameters the dictionary as it is
 * @param rows the activations to encode, {@code [batch, dIn]}
 * @param progress the fraction of the run's steps that are done, 0 to 1
 */
public record TermBatch(
    Objective objective, DictionaryParameters parameters, NDArray rows, double progress) {
  private static final List<String> GATE = List.of("rMag", "bMag");

  /**
   * Checks the rows.
   *
   * @throws IllegalArgumentException if they do not fit the parameters
   */
  public TermBatch {
    Shape shape = rows.getShape();
    if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != parameters.dIn()) {
      throw new IllegalArgumentException(
          "activations: expected [batch, dIn=%d], got %s".formatted(parameters.dIn(), shape));
    }
  }

  /** Returns the number by which the kernels know how features become active. */
  int kind() {
    if (objective instanceof TopKObjective) {
      return 1;
    } else if (objective instanceof LargestEntriesObjective) {
      return 2;
    } else if (objective instanceof JumpReluObjective) {
      return 3;
    }
    return objective instanceof GatedObjective ? 4 : 0;
  }

  /** Returns how many features of a row are active, where the objective says so; else 0. */
  int activeFeatures() {
    return objective instanceof LargestEntriesObjective largest ? largest.active().at(progress) : 0;
  }

  /** Returns the arrays of a set of parameters, or of its gradient, that terms read or change. */
  List<NDArray> arrays(DictionaryParameters of) {
    List<NDArray> arrays = new ArrayList<>(List.of(of.wEnc(), of.bEnc(), of.bDec()));
    List<String> more =
        kind() == 3 ? List.of(JumpRelu.THRESHOLD) : kind() == 4 ? GATE : List.<String>of();
    more.forEach(name -> arrays.add(of.extra(name)));
    return arrays;
  }
}
