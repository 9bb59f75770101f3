package org.monosem.examples.toy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.sae.toymodel.quadratic.CapacityAllocation;
import org.monosem.sae.toymodel.quadratic.ClosedForm;
import org.monosem.sae.toymodel.quadratic.Phase;
import org.monosem.sae.toymodel.quadratic.QuadraticModel;

/**
 * An optimum in theory and as found.
 *
 * @param model whose
 * @param theory in closed form
 * @param found by search
 */
record CapacityComparison(
    QuadraticModel model, CapacityAllocation theory, CapacityAllocation found) {

  static CapacityComparison of(QuadraticModel model, CapacityAllocation found) {
    return new CapacityComparison(model, ClosedForm.optimum(model), found);
  }

  double maxDifference() {
    return theory.maxDifference(found);
  }

  /** Returns the problem and how the two compare. */
  Map<String, Object> line() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("features", model.features());
    line.put("dims", model.dims());
    line.put("square_variance", model.squareVariance());
    line.put("loss", theory.loss());
    line.put("loss_found", found.loss());
    line.put("max_difference", maxDifference());
    line.put("total_found", found.total());
    line.put("ignored", count(Phase.IGNORED));
    line.put("shared", count(Phase.SHARED));
    line.put("monosemantic", count(Phase.MONOSEMANTIC));
    return line;
  }

  private long count(Phase phase) {
    return theory.phases().stream().filter(phase::equals).count();
  }
}
