package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;

/**
 * The dense training step that a PyTorch program takes, through the same libtorch: eager operators,
 * autograd, an optimiser that is not fused. The baseline of {@code ratio_vs_dense}.
 */
final class EagerDenseStep implements Contender {
  private static final KernelModule KERNELS =
      KernelModule.load(EagerDenseStep.class, "dense_step.py");
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDManager manager;
  private final NDArray rows;
  private final List<NDArray> parameters;
  private final List<NDArray> firstMoments;
  private final List<NDArray> secondMoments;
  private long steps;
  private double loss;

  EagerDenseStep(StepProblem problem) {
    this.rows = problem.rows();
    this.manager = rows.getManager().newSubManager();
    this.parameters = asLinearLayers(manager, problem.weights());
    this.firstMoments = zeros();
    this.secondMoments = zeros();
  }

  /** Copies wEnc, bEnc, wDec, bDec; the decoder becomes {@code [dIn, dSae]}. */
  private static List<NDArray> asLinearLayers(NDManager manager, List<NDArray> weights) {
    List<NDArray> copies =
        List.of(
            weights.get(0).duplicate(),
            weights.get(1).duplicate(),
            KERNELS.callDifferentiable(manager, "transposed", weights.get(2)).get(0),
            weights.get(3).duplicate());
    copies.forEach(copy -> copy.attach(manager));
    return copies;
  }

  /**
   * Returns the gradient of the mean loss by wEnc, bEnc, wDec, bDec, all feature-major.
   *
   * @param manager the owner of the result
   */
  static List<NDArray> gradient(NDManager manager, NDArray rows, List<NDArray> weights) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> p = asLinearLayers(scope, weights);
      NDArray numbers = scope.create(new double[] {TrainerStep.COEFFICIENT});
      NDList g = KERNELS.callDifferentiable(scope, "gradient", rows, p, numbers);
      List<NDArray> result = List.of(g.get(1), g.get(2), g.get(3).transpose(), g.get(4));
      result.forEach(array -> array.attach(manager));
      return result;
    }
  }

  @Override
  public void run(int times) {
    for (int i = 0; i < times; i++) {
      step();
    }
  }

  /** Returns the loss of the last step, mean over its rows. */
  double loss() {
    return loss;
  }

  private void step() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray numbers =
          scope.create(
              new double[] {
                TrainerStep.COEFFICIENT, TrainerStep.LEARNING_RATE, BETA_1, BETA_2, EPSILON, ++steps
              });
      NDList result =
          KERNELS.callDifferentiable(
              scope, "step", rows, parameters, firstMoments, secondMoments, numbers);
      loss = result.get(0).getFloat();
    }
  }

  private List<NDArray> zeros() {
    return parameters.stream()
        .map(array -> manager.zeros(array.getShape(), array.getDataType()))
        .toList();
  }
}
