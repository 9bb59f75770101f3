package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;
import org.monosem.sae.training.TrainingPlan;

/**
 * Whether this library's step and the dense baseline compute the same gradient.
 *
 * <p>The gradient jumps where a pre-activation crosses zero, so one within rounding of zero may
 * differ between two correct programs. Rows of the batch that have one are left out on both sides.
 *
 * @param rows how many rows were compared
 * @param maxRelativeDifference the largest difference of two entries, divided by the largest entry
 *     of its array; over wEnc, bEnc, wDec and bDec
 */
public record GradientCheck(long rows, double maxRelativeDifference) {
  /** Rounding of one float32 sum over a row, relative to the norms of its factors: a wide bound. */
  private static final double ROUNDING = 1e-6;

  private static final int TILE_FLOATS = 1 << 24;

  static GradientCheck of(StepProblem problem, Precision precision) {
    try (NDManager scope = problem.rows().getManager().newSubManager()) {
      List<NDArray> weights = problem.weights();
      int tile = Math.max(1, TILE_FLOATS / problem.dictionary().dSae());
      // A copy, because autograd takes no inference tensors.
      NDArray rows =
          StepProblem.KERNELS
              .callForArray(scope, "clear_rows", problem.rows(), weights, tile, ROUNDING)
              .duplicate();
      return new GradientCheck(
          rows.getShape().get(0),
          difference(
              ours(scope, problem, rows, precision),
              EagerDenseStep.gradient(scope, rows, weights)));
    }
  }

  private static List<NDArray> ours(
      NDManager scope, StepProblem problem, NDArray rows, Precision precision) {
    TrainingPlan plan = TrainerStep.plan(problem, precision);
    List<NDArray> w = problem.weights();
    DictionaryParameters parameters =
        new DictionaryParameters(w.get(0), w.get(1), w.get(2), w.get(3));
    Workspace workspace =
        Workspace.of(scope, precision, TrainerStep.sizes(plan, parameters.dIn()), DataType.FLOAT32);
    GradientRequest request = new GradientRequest(rows, 1, StepRoute.SPARSE);
    BatchGradient batch = plan.recipe().objective().gradient(scope, parameters, request, workspace);
    return batch.gradient().list();
  }

  private static double difference(List<NDArray> ours, List<NDArray> theirs) {
    double most = 0;
    for (int i = 0; i < ours.size(); i++) {
      double largest = theirs.get(i).abs().max().getFloat();
      double difference = ours.get(i).sub(theirs.get(i)).abs().max().getFloat();
      most = Math.max(most, difference == 0 ? 0 : difference / largest);
    }
    return most;
  }
}
