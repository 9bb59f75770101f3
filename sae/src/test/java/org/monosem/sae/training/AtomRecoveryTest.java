package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Both recipes find the directions that made the data. */
class AtomRecoveryTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(64, 32, 20_000, 5);
  private static final RunLength LENGTH = new RunLength(1000, 256);

  @Test
  void theRecipeOf2024RecoversTheAtoms() {
    Recipe recipe =
        Recipe.aprilUpdate2024()
            .scaled(RunLength.APRIL_UPDATE_2024, LENGTH)
            .withLearningRate(3e-3)
            .withCoefficient(2);
    assertThat(recovered(recipe)).isGreaterThan(0.9);
  }

  @Test
  void theRecipeOf2023RecoversTheAtoms() {
    Recipe recipe =
        Recipe.towardsMonosemanticity2023()
            .scaled(RunLength.TOWARDS_MONOSEMANTICITY_2023, LENGTH)
            .withLearningRate(3e-3)
            .withCoefficient(0.004);
    assertThat(recovered(recipe)).isGreaterThan(0.9);
  }

  private static double recovered(Recipe recipe) {
    TrainingPlan plan = TrainingPlan.of(recipe, 128, LENGTH, 1);
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      assertThat(trainer.train()).isTrue();
      return DATA.meanMaxCosine(trainer.state().parameters().wDec().toFloatArray());
    }
  }
}
