package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;

/** A training that cannot go on says why in one line and spoils nothing. */
class BadActivationsTest {
  private static final RunLength LENGTH = new RunLength(50, 32);

  @TempDir Path folder;

  @Test
  void aRowThatIsNotANumberIsNamed() {
    SyntheticAtoms data = new SyntheticAtoms(24, 16, 1000, 9);
    Recipe recipe = Recipe.aprilUpdate2024().withInputScaling(InputScaling.NONE);
    TrainingPlan plan = TrainingPlan.of(recipe, 32, LENGTH, 3);
    int[] order = Seed.of(3).named("data").at(0).permutation(1000);
    data.rows[order[140]][5] = Float.NaN;
    try (SaeTrainer trainer =
        SaeTrainer.builder(data.source(), plan).checkpoints(folder, 2).build()) {
      assertThatThrownBy(trainer::train)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "activations: row 140 of the shuffled stream is not finite"
                  + " (step 5, row 12 of its batch)");
      assertThat(trainer.step()).isEqualTo(4);
    }
    assertFiniteCheckpoint("step-000000000004");
  }

  @Test
  void aMeanNormThatIsNotANumberIsRefusedBeforeTheFirstStep() {
    SyntheticAtoms data = new SyntheticAtoms(24, 16, 100, 9);
    data.rows[3][0] = Float.POSITIVE_INFINITY;
    TrainingPlan plan = TrainingPlan.of(Recipe.aprilUpdate2024(), 32, LENGTH, 3);
    assertThatThrownBy(() -> SaeTrainer.builder(data.source(), plan).build())
        .hasMessage("activations: expected rows of finite, positive mean norm, got Infinity");
  }

  @Test
  void divergenceStopsWithTheLastGoodParameters() {
    SyntheticAtoms data = new SyntheticAtoms(24, 16, 1000, 9);
    Recipe recipe =
        Recipe.aprilUpdate2024()
            .withLearningRate(1e18)
            .withClipNorm(0)
            .withInputScaling(InputScaling.NONE);
    TrainingPlan plan = TrainingPlan.of(recipe, 32, LENGTH, 3);
    try (SaeTrainer trainer =
        SaeTrainer.builder(data.source(), plan).checkpoints(folder, 1).build()) {
      assertThatThrownBy(trainer::train)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("training diverged at step")
          .hasMessageContaining("learning rate 1.00000e+18")
          .hasMessageContaining("no parameter was changed");
      for (float value : trainer.state().parameters().wDec().toFloatArray()) {
        assertThat(Float.isFinite(value)).isTrue();
      }
    }
    assertFiniteCheckpoint(String.valueOf(folder.toFile().list()[0]));
  }

  private void assertFiniteCheckpoint(String name) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SparseAutoencoder dictionary = SparseAutoencoder.load(folder.resolve(name), manager)) {
      for (float value : dictionary.wDec().toFloatArray()) {
        assertThat(Float.isFinite(value)).isTrue();
      }
    }
  }
}
