package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.BatchGradient;

/** Applies a gradient: decoder constraint, clipping and Adam in one kernel, in place. */
final class AdamStep {
  private static final KernelModule KERNELS = KernelModule.load(AdamStep.class, "adam.py");

  private AdamStep() {}

  /**
   * Changes parameters, moments and step counters in place; nothing if the gradient is not finite
   * or missed active pairs, or if the state is halted. In the first two cases the state is halted
   * now, without the host knowing.
   *
   * @param owner of the result
   * @param batch its gradient is used up: the constraint and the clipping change it
   * @return float64 {@code [2]}: the global norm of the gradient before clipping, and one if the
   *     step was taken or else zero
   */
  static NDArray apply(
      NDManager owner,
      TrainingState state,
      BatchGradient batch,
      Recipe recipe,
      double learningRate) {
    List<NDArray> arrays = batch.gradient().list();
    Adam adam = recipe.adam();
    NDList changed =
        KERNELS.call(
            owner,
            "step",
            state.parameters().list(),
            arrays,
            state.firstMoments().list(),
            state.secondMoments().list(),
            state.adamSteps(),
            batch.missed(),
            state.halt(),
            learningRate,
            adam.beta1(),
            adam.beta2(),
            adam.epsilon(),
            recipe.clipNorm(),
            recipe.decoderConstraint() == DecoderConstraint.UNIT_NORM);
    NDArray outcome = changed.get(0);
    changed.subNDList(1).close();
    return outcome;
  }
}
