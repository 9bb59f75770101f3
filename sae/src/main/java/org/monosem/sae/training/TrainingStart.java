package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/** Makes the state before the first step. */
final class TrainingStart {
  private TrainingStart() {}

  /**
   * Returns the state at step 0; its arrays are owned by {@code manager}.
   *
   * @param given the dictionary to start from; null for the recipe's own start
   */
  static TrainingState make(
      NDManager manager, TrainingPlan plan, TrainingData data, @Nullable SparseAutoencoder given) {
    double scale = data.scale(manager, plan.recipe().inputScaling());
    DictionaryParameters parameters = zeros(manager, plan, data);
    if (given == null) {
      fill(parameters, plan, data, scale);
    } else {
      GivenStart.copy(given, parameters, plan, scale);
    }
    TrainedArrays arrays =
        new TrainedArrays(parameters, zeros(manager, plan, data), zeros(manager, plan, data));
    TrainingState.Watched watched =
        TrainingState.Watched.start(manager, plan.dSae(), plan.recipe().objective());
    return new TrainingState(arrays, watched, scale, TrainingState.Position.start(plan.compute()));
  }

  private static void fill(
      DictionaryParameters zeros, TrainingPlan plan, TrainingData data, double scale) {
    Initialisation start = plan.recipe().initialisation();
    DictionaryStart.fill(zeros, start, Seed.of(plan.seed()).named("start"));
    plan.recipe().objective().extraStarts().forEach((name, value) -> zeros.extra(name).addi(value));
    if (start.decoderBias() == Initialisation.DecoderBias.GEOMETRIC_MEDIAN) {
      try (NDManager scope = zeros.bDec().getManager().newSubManager()) {
        scope.create(data.geometricMedian(scope, scale)).copyTo(zeros.bDec());
      }
    }
  }

  private static DictionaryParameters zeros(
      NDManager manager, TrainingPlan plan, TrainingData data) {
    int dIn = data.source().width();
    DictionaryWidths widths = new DictionaryWidths(dIn, plan.dSae(), dIn);
    return DictionaryParameters.zeros(
        manager, widths, plan.recipe().objective().extraShapes(widths), DataType.FLOAT32);
  }
}
