package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.Folding;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.RowScaling;

/**
 * Starts a training from a dictionary for raw activations: the inverse of what {@link
 * DictionaryExport} does.
 */
final class GivenStart {
  private GivenStart() {}

  /**
   * Writes a dictionary's weights over others, for scaled activations.
   *
   * @throws IllegalArgumentException if the dictionary does not fit the plan
   */
  static void copy(
      SparseAutoencoder given, DictionaryParameters to, TrainingPlan plan, RowScaling scale) {
    requireFit(given, to, plan);
    try (NDManager scope = to.wEnc().getManager().newSubManager()) {
      DictionaryCheckpoint scaled = ScaleFolding.fromRaw(given.checkpoint(), scale, scope);
      boolean unit = plan.recipe().decoderConstraint() == DecoderConstraint.UNIT_NORM;
      DictionaryCheckpoint start = unit ? Folding.decoderNorms(scaled, scope) : scaled;
      start.wEnc().copyTo(to.wEnc());
      start.bEnc().copyTo(to.bEnc());
      start.wDec().copyTo(to.wDec());
      start.bDec().copyTo(to.bDec());
      to.extra().forEach((name, array) -> start.extra().get(name).copyTo(array));
    }
  }

  private static void requireFit(
      SparseAutoencoder given, DictionaryParameters to, TrainingPlan plan) {
    if (given.dSae() != to.dSae() || given.dIn() != to.dIn()) {
      throw new IllegalArgumentException(
          "dictionary to start from: expected dSae=%d, dIn=%d, got dSae=%d, dIn=%d"
              .formatted(to.dSae(), to.dIn(), given.dSae(), given.dIn()));
    }
    if (given.config().kind() != plan.layout().kind() || given.dOut() != to.dOut()) {
      throw new IllegalArgumentException(
          "dictionary to start from: expected %s with dOut=%d, got %s with dOut=%d"
              .formatted(plan.layout().kind(), to.dOut(), given.config().kind(), given.dOut()));
    }
    boolean preEncoderBias = plan.recipe().objective().preEncoderBias();
    if (given.config().applyDecoderBiasToInput() != preEncoderBias) {
      throw new IllegalArgumentException(
          "dictionary to start from: the recipe %s the decoder bias from the input, it %s"
              .formatted(
                  preEncoderBias ? "subtracts" : "does not subtract",
                  preEncoderBias ? "does not" : "does"));
    }
  }
}
