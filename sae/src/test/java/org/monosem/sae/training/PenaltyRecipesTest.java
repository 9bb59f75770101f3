package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.objective.JumpReluObjective;
import org.monosem.sae.objective.JumpThreshold;

/** Scaled to short runs, the recipes find the directions that made the data, sparsely. */
class PenaltyRecipesTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(64, 32, 20_000, 5);
  private static final RunLength LENGTH = new RunLength(1000, 256);
  private static final double ACTIVE_ATOMS = 2;

  static Stream<Recipe> recipes() {
    Recipe jump = Recipe.jumpRelu2024(ACTIVE_ATOMS);
    // The published bandwidth is for runs of a million steps, the coefficients for eighty active
    // features a row.
    JumpReluObjective wide =
        ((JumpReluObjective) jump.objective()).withThreshold(JumpThreshold.of(0.1, 0.1));
    return Stream.of(
            jump.withObjective(wide),
            Recipe.gated2024().withCoefficient(0.6),
            Recipe.pAnneal2024().withCoefficient(0.3))
        .map(recipe -> recipe.scaled(RunLength.SAEBENCH_2025, LENGTH).withLearningRate(3e-3));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theAtomsAreFound(Recipe recipe) {
    TrainingPlan plan = TrainingPlan.of(recipe, 128, LENGTH, 1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      assertThat(trainer.train()).isTrue();
      double cosine = DATA.meanMaxCosine(trainer.state().parameters().wDec().toFloatArray());
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        FeatureActivations features = dictionary.encode(DATA.rows);
        double l0 = features.values().length / (double) DATA.rows.length;
        double unexplained = unexplained(dictionary.decodeRows(features));
        assertThat(cosine).isGreaterThan(0.9);
        assertThat(l0).isBetween(0.8 * ACTIVE_ATOMS, 2 * ACTIVE_ATOMS);
        assertThat(unexplained).isLessThan(0.2);
      }
    }
  }

  /** Squared error over squares, both summed over all rows. */
  private static double unexplained(float[][] reconstructions) {
    double error = 0;
    double power = 0;
    for (int r = 0; r < DATA.rows.length; r++) {
      for (int i = 0; i < DATA.rows[r].length; i++) {
        error += Math.pow(DATA.rows[r][i] - reconstructions[r][i], 2);
        power += Math.pow(DATA.rows[r][i], 2);
      }
    }
    return error / power;
  }
}
