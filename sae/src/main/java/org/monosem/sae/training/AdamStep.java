package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.DictionaryParameters;

/** Applies a gradient: decoder constraint, clipping and Adam in one kernel, in place. */
final class AdamStep {
  private static final KernelModule KERNELS = KernelModule.load(AdamStep.class, "adam.py");

  private AdamStep() {}

  /**
   * Changes parameters and moments in place; nothing but the step counters if the gradient is not
   * finite.
   *
   * @param gradient used up: the constraint and the clipping change it
   * @return the global norm of the gradient before clipping
   */
  static double apply(
      TrainingState state, DictionaryParameters gradient, Recipe recipe, double learningRate) {
    List<NDArray> arrays = gradient.list();
    Adam adam = recipe.adam();
    try (NDManager scope = gradient.wEnc().getManager().newSubManager()) {
      return KERNELS
          .call(
              scope,
              "step",
              state.parameters().list(),
              arrays,
              state.firstMoments().list(),
              state.secondMoments().list(),
              state.adamSteps(),
              learningRate,
              adam.beta1(),
              adam.beta2(),
              adam.epsilon(),
              recipe.clipNorm(),
              recipe.decoderConstraint() == DecoderConstraint.UNIT_NORM)
          .get(0)
          .toDoubleArray()[0];
    }
  }
}
