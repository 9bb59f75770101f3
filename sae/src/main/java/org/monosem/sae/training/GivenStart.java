package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.DictionaryParameters;

/**
 * Starts a training from a dictionary for raw activations: the inverse of what {@link
 * DictionaryExport} does.
 */
final class GivenStart {
  private static final KernelModule KERNELS = KernelModule.load(GivenStart.class, "export.py");

  private GivenStart() {}

  /**
   * Writes a dictionary's weights over others, for activations times an input scale.
   *
   * @throws IllegalArgumentException if the dictionary does not fit the plan
   */
  static void copy(
      SparseAutoencoder given, DictionaryParameters to, TrainingPlan plan, double scale) {
    requireFit(given, to, plan.recipe().objective().preEncoderBias());
    boolean unit = plan.recipe().decoderConstraint() == DecoderConstraint.UNIT_NORM;
    List<NDArray> weights = List.of(given.wEnc(), given.bEnc(), given.wDec(), given.bDec());
    try (NDManager scope = to.wEnc().getManager().newSubManager()) {
      NDList scaled = KERNELS.call(scope, "fold", weights, 1 / scale, unit);
      for (int i = 0; i < weights.size(); i++) {
        scaled.get(i).copyTo(to.list().get(i));
      }
    }
  }

  private static void requireFit(
      SparseAutoencoder given, DictionaryParameters to, boolean preEncoderBias) {
    if (given.dSae() != to.dSae() || given.dIn() != to.dIn()) {
      throw new IllegalArgumentException(
          "dictionary to start from: expected dSae=%d, dIn=%d, got dSae=%d, dIn=%d"
              .formatted(to.dSae(), to.dIn(), given.dSae(), given.dIn()));
    }
    if (given.config().applyDecoderBiasToInput() != preEncoderBias) {
      throw new IllegalArgumentException(
          "dictionary to start from: the recipe %s the decoder bias from the input, it %s"
              .formatted(
                  preEncoderBias ? "subtracts" : "does not subtract",
                  preEncoderBias ? "does not" : "does"));
    }
  }
}
