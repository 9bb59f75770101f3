package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.FiringCounter;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DictionaryParameters;

/** Makes the state before the first step. */
final class TrainingStart {
  private static final KernelModule KERNELS = KernelModule.load(TrainingStart.class, "export.py");

  private TrainingStart() {}

  /**
   * Returns the state at step 0; its arrays are owned by {@code manager}.
   *
   * @param given the dictionary to start from; null for the recipe's own start
   */
  static TrainingState make(
      NDManager manager, TrainingPlan plan, TrainingData data, @Nullable SparseAutoencoder given) {
    double scale =
        switch (plan.recipe().inputScaling()) {
          case NONE -> 1;
          case MEAN_NORM_SQRT_DIN -> data.scaleToSqrtWidth(manager);
        };
    DictionaryParameters parameters = zeros(manager, plan, data);
    if (given == null) {
      fill(parameters, plan, data, scale);
    } else {
      copy(given, parameters, plan, scale);
    }
    TrainedArrays arrays =
        new TrainedArrays(parameters, zeros(manager, plan, data), zeros(manager, plan, data));
    FiringCounter firing = FiringCounter.zero(manager, plan.dSae());
    return new TrainingState(arrays, firing, scale, TrainingState.Position.start(plan.compute()));
  }

  private static void fill(
      DictionaryParameters zeros, TrainingPlan plan, TrainingData data, double scale) {
    Initialisation start = plan.recipe().initialisation();
    DictionaryStart.fill(zeros, start, Seed.of(plan.seed()).named("start"));
    if (start.decoderBias() == Initialisation.DecoderBias.GEOMETRIC_MEDIAN) {
      try (NDManager scope = zeros.bDec().getManager().newSubManager()) {
        scope.create(data.geometricMedian(scope, scale)).copyTo(zeros.bDec());
      }
    }
  }

  /** The inverse of what {@link DictionaryExport} does: weights for activations times the scale. */
  private static void copy(
      SparseAutoencoder given, DictionaryParameters to, TrainingPlan plan, double scale) {
    requireFit(given, to, plan.recipe().objective().preEncoderBias());
    boolean unit = plan.recipe().decoderConstraint() == DecoderConstraint.UNIT_NORM;
    List<NDArray> weights = List.of(given.wEnc(), given.bEnc(), given.wDec(), given.bDec());
    try (NDManager scope = to.wEnc().getManager().newSubManager()) {
      var scaled = KERNELS.call(scope, "fold", weights, 1 / scale, unit);
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

  private static DictionaryParameters zeros(
      NDManager manager, TrainingPlan plan, TrainingData data) {
    int dIn = data.source().width();
    return DictionaryParameters.zeros(manager, plan.dSae(), dIn, DataType.FLOAT32);
  }
}
