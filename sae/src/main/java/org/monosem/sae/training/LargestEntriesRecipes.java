package org.monosem.sae.training;

import java.util.List;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.ActiveCount;
import org.monosem.sae.objective.AuxK;
import org.monosem.sae.objective.BatchTopKObjective;
import org.monosem.sae.objective.ErrorReduction;
import org.monosem.sae.objective.MatryoshkaObjective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.TopKObjective;

/**
 * The recipes whose sparsity is a number of active features. They share everything but the
 * objective: see {@link Recipe#topK2024}.
 */
final class LargestEntriesRecipes {
  private static final long DEAD_AFTER_ROWS = 10_000_000;
  private static final double AUX_COEFFICIENT = 1.0 / 32;

  /** dictionary_learning's rate for 2^14 features; it falls with the root of their number. */
  private static final double RATE = 2e-4;

  private static final double RATE_FEATURES = 1 << 14;

  /** SAELens averages thresholds with this decay; dictionary_learning's 0.999 needs long runs. */
  private static final double THRESHOLD_DECAY = 0.99;

  private static final int LEVELS = 5;

  private LargestEntriesRecipes() {}

  static Recipe topK(int dIn, int dSae, int k) {
    return recipe(
        "topk-2024", dSae, new TopKObjective(ErrorReduction.SUM, true, active(k), auxK(dIn)));
  }

  static Recipe batchTopK(int dIn, int dSae, int k) {
    return recipe("batch-topk-2024", dSae, batch(dIn, k));
  }

  static Recipe matryoshka(int dIn, int dSae, int k) {
    List<Long> widths = MatryoshkaObjective.doubling(dSae, LEVELS);
    return recipe(
        "matryoshka-2025",
        dSae,
        new MatryoshkaObjective(batch(dIn, k), widths, MatryoshkaObjective.LevelWeights.MEAN));
  }

  private static BatchTopKObjective batch(int dIn, int k) {
    return new BatchTopKObjective(ErrorReduction.SUM, true, active(k), auxK(dIn), THRESHOLD_DECAY);
  }

  private static ActiveCount active(int k) {
    return ActiveCount.constant(k);
  }

  private static AuxK auxK(int dIn) {
    return new AuxK(Math.max(1, dIn / 2), AUX_COEFFICIENT, AuxK.Normalisation.RESIDUAL_VARIANCE);
  }

  private static Recipe recipe(String name, int dSae, Objective objective) {
    return new Recipe(
        name,
        objective,
        new Adam(RATE / Math.sqrt(dSae / RATE_FEATURES), 0.9, 0.999, 1e-8),
        new LinearSchedule(0, 0.2),
        LinearSchedule.CONSTANT,
        PenaltyControl.NONE,
        1,
        DecoderConstraint.UNIT_NORM,
        new Initialisation(
            Initialisation.Encoder.DECODER, 1, Initialisation.DecoderBias.GEOMETRIC_MEDIAN),
        InputScaling.MEAN_NORM_SQRT_DIN,
        0,
        ResamplingSchedule.none(),
        DEAD_AFTER_ROWS);
  }
}
