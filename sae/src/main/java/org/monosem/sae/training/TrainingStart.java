package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.ActivationSource;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.FiringCounter;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DictionaryParameters;

/** Makes the state before the first step. */
final class TrainingStart {
  private TrainingStart() {}

  /** Returns the state at step 0; its arrays are owned by {@code manager}. */
  static TrainingState make(NDManager manager, TrainingPlan plan, ActivationSource source) {
    Seed seed = Seed.of(plan.seed());
    double scale =
        switch (plan.recipe().inputScaling()) {
          case NONE -> 1;
          case MEAN_NORM_SQRT_DIN ->
              ActivationStatistics.scaleToSqrtWidth(manager, source, seed.named("scale"));
        };
    DictionaryParameters parameters = zeros(manager, plan, source);
    DictionaryStart.fill(parameters, plan.recipe().initialisation(), seed.named("start"));
    if (plan.recipe().initialisation().decoderBias()
        == Initialisation.DecoderBias.GEOMETRIC_MEDIAN) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray median =
            ActivationStatistics.geometricMedian(scope, source, seed.named("median"), scale);
        median.copyTo(parameters.bDec());
      }
    }
    TrainedArrays arrays =
        new TrainedArrays(parameters, zeros(manager, plan, source), zeros(manager, plan, source));
    FiringCounter firing = FiringCounter.zero(manager, plan.dSae());
    return new TrainingState(
        arrays, firing, scale, TrainingState.Position.start(plan.compute().costs()));
  }

  private static DictionaryParameters zeros(
      NDManager manager, TrainingPlan plan, ActivationSource source) {
    return DictionaryParameters.zeros(manager, plan.dSae(), source.width(), DataType.FLOAT32);
  }
}
