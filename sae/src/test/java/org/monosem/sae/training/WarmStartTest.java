package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.SparseAutoencoder;

/** A training that starts from a dictionary goes on with what that dictionary computes. */
class WarmStartTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);
  private static final Recipe APRIL = Recipe.aprilUpdate2024().withLearningRate(1e-2);
  private static final Recipe UNIT_NORM =
      Recipe.towardsMonosemanticity2023()
          .withLearningRate(1e-2)
          .withInputScaling(InputScaling.MEAN_NORM_SQRT_DIN);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsWithTheSameReconstructions(boolean april) {
    TrainingPlan plan = plan(april ? APRIL : UNIT_NORM, 32);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer first = SaeTrainer.builder(DATA.source(), plan).build()) {
      first.train();
      SparseAutoencoder trained = first.dictionary(manager, DecoderNorms.KEPT);
      try (SaeTrainer second = SaeTrainer.builder(DATA.source(), plan).startFrom(trained).build()) {
        assertThat(second.step()).isZero();
        NDArray rows = manager.create(DATA.rows).get("0:50");
        float[] expected = trained.reconstruct(rows).toFloatArray();
        float[] got =
            second.dictionary(manager, DecoderNorms.KEPT).reconstruct(rows).toFloatArray();
        assertThat(got).containsExactly(expected, within(2e-5f));
        second.train();
        assertThat(second.dictionary(manager, DecoderNorms.KEPT).wEnc().toFloatArray())
            .isNotEqualTo(trained.wEnc().toFloatArray());
      }
    }
  }

  @Test
  void refusesADictionaryThatDoesNotFit() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer first = SaeTrainer.builder(DATA.source(), plan(APRIL, 32)).build()) {
      SparseAutoencoder start = first.dictionary(manager, DecoderNorms.KEPT);
      assertThatIllegalArgumentException()
          .isThrownBy(SaeTrainer.builder(DATA.source(), plan(APRIL, 48)).startFrom(start)::build)
          .withMessage("dictionary to start from: expected dSae=48, dIn=16, got dSae=32, dIn=16");
      assertThatIllegalArgumentException()
          .isThrownBy(
              SaeTrainer.builder(DATA.source(), plan(UNIT_NORM, 32)).startFrom(start)::build)
          .withMessage(
              "dictionary to start from: the recipe subtracts the decoder bias from the input,"
                  + " it does not");
    }
  }

  private static TrainingPlan plan(Recipe recipe, int dSae) {
    return TrainingPlan.of(recipe, dSae, new RunLength(60, 64), 3);
  }
}
