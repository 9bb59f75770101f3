package org.monosem.sae.training;

import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.ErrorReduction;
import org.monosem.sae.objective.GatedObjective;
import org.monosem.sae.objective.JumpReluObjective;
import org.monosem.sae.objective.JumpThreshold;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.PAnnealObjective;
import org.monosem.sae.objective.PenaltyWeight;
import org.monosem.sae.objective.PowerSchedule;
import org.monosem.sae.objective.SparsityLoss;

/**
 * The recipes of 2024 whose sparsity is a penalty beside L1's, for runs of {@link
 * RunLength#SAEBENCH_2025}. They share all that is not of the objective, as dictionary_learning has
 * it: unit-norm decoder rows that the encoder starts as, inputs of mean square norm one, warm-up of
 * the rate over 1,000 steps and of the penalty over 5,000, decay over the last 20 %.
 */
final class PenaltyRecipes {
  private static final double STEPS = RunLength.SAEBENCH_2025.steps();
  private static final double WARM_UP = 1000 / STEPS;
  private static final double PENALTY_WARM_UP = 5000 / STEPS;
  private static final double ANNEALING_FROM = 10_000 / STEPS;
  private static final double DECAY = 0.2;
  private static final long DEAD_AFTER_ROWS = 10_000_000;

  private PenaltyRecipes() {}

  static Recipe jumpRelu(double targetL0) {
    return recipe(
        "jumprelu-2024",
        new JumpReluObjective(
            ErrorReduction.SUM,
            false,
            new SparsityLoss.Quadratic(targetL0),
            1,
            JumpThreshold.of(0.001, 0.001)),
        new Adam(7e-5, 0, 0.999, 1e-8));
  }

  static Recipe gated() {
    return recipe(
        "gated-2024",
        new GatedObjective(ErrorReduction.SUM, PenaltyWeight.ONE, true, 0.04),
        new Adam(3e-4, 0, 0.999, 1e-8));
  }

  static Recipe pAnneal() {
    return recipe(
        "p-anneal-2024",
        new PAnnealObjective(
            new L1Objective(ErrorReduction.SUM, PenaltyWeight.ONE, true, 0.01),
            new PowerSchedule(0.2, ANNEALING_FROM, 1, 10),
            0.9,
            0),
        new Adam(3e-4, 0.9, 0.999, 1e-8));
  }

  private static Recipe recipe(String name, Objective objective, Adam adam) {
    Initialisation.DecoderBias bias =
        objective.preEncoderBias()
            ? Initialisation.DecoderBias.GEOMETRIC_MEDIAN
            : Initialisation.DecoderBias.ZERO;
    return new Recipe(
        name,
        objective,
        adam,
        new LinearSchedule(WARM_UP, DECAY),
        new LinearSchedule(PENALTY_WARM_UP, 0),
        PenaltyControl.NONE,
        1,
        DecoderConstraint.UNIT_NORM,
        new Initialisation(Initialisation.Encoder.DECODER, 1, bias),
        InputScaling.MEAN_SQUARE_NORM_ONE,
        0,
        ResamplingSchedule.none(),
        DEAD_AFTER_ROWS);
  }
}
