package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.RowScaling;

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
    RowLayout layout = plan.layout();
    double maxNorm = data.maxNorm(manager, plan.recipe().maxNormRatio());
    TrainingData usual = data.within(maxNorm);
    RowScaling scale = usual.scaling(manager, plan.recipe().inputScaling(), layout);
    DictionaryParameters parameters = zeros(manager, plan, data);
    if (given == null) {
      fill(parameters, plan, usual, scale);
    } else {
      GivenStart.copy(given, parameters, plan, scale);
    }
    TrainedArrays arrays =
        new TrainedArrays(parameters, zeros(manager, plan, data), zeros(manager, plan, data));
    TrainingState.Watched watched =
        TrainingState.Watched.start(manager, plan.dSae(), plan.recipe().objective())
            .within(maxNorm);
    return new TrainingState(arrays, watched, scale, TrainingState.Position.start(plan.compute()));
  }

  private static void fill(
      DictionaryParameters zeros, TrainingPlan plan, TrainingData data, RowScaling scale) {
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
    RowLayout layout = plan.layout();
    DictionaryWidths widths = layout.dictionary(data.source().width(), plan.dSae());
    return DictionaryParameters.zeros(
        manager, widths, layout.extraShapes(plan.recipe().objective(), widths), DataType.FLOAT32);
  }
}
