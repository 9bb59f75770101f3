package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.FiringCounter;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DictionaryParameters;

/** Makes the state before the first step. */
final class TrainingStart {
  private TrainingStart() {}

  /** Returns the state at step 0; its arrays are owned by {@code manager}. */
  static TrainingState make(NDManager manager, TrainingPlan plan, TrainingData data) {
    double scale =
        switch (plan.recipe().inputScaling()) {
          case NONE -> 1;
          case MEAN_NORM_SQRT_DIN -> data.scaleToSqrtWidth(manager);
        };
    DictionaryParameters parameters = zeros(manager, plan, data);
    Seed start = Seed.of(plan.seed()).named("start");
    DictionaryStart.fill(parameters, plan.recipe().initialisation(), start);
    if (plan.recipe().initialisation().decoderBias()
        == Initialisation.DecoderBias.GEOMETRIC_MEDIAN) {
      try (NDManager scope = manager.newSubManager()) {
        scope.create(data.geometricMedian(scope, scale)).copyTo(parameters.bDec());
      }
    }
    TrainedArrays arrays =
        new TrainedArrays(parameters, zeros(manager, plan, data), zeros(manager, plan, data));
    FiringCounter firing = FiringCounter.zero(manager, plan.dSae());
    return new TrainingState(arrays, firing, scale, TrainingState.Position.start(plan.compute()));
  }

  private static DictionaryParameters zeros(
      NDManager manager, TrainingPlan plan, TrainingData data) {
    int dIn = data.source().width();
    return DictionaryParameters.zeros(manager, plan.dSae(), dIn, DataType.FLOAT32);
  }
}
