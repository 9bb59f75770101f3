package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.objective.DictionaryParameters;

/** The exported dictionary does on raw activations what the training did on scaled ones. */
class DictionaryExportTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);

  @ParameterizedTest
  @CsvSource({"true,KEPT", "true,UNIT", "false,KEPT", "false,UNIT"})
  void reconstructsAsInTraining(boolean april, DecoderNorms norms) {
    Recipe recipe =
        april
            ? Recipe.aprilUpdate2024().withLearningRate(1e-2)
            : Recipe.towardsMonosemanticity2023()
                .withLearningRate(1e-2)
                .withInputScaling(InputScaling.MEAN_NORM_SQRT_DIN);
    TrainingPlan plan = TrainingPlan.of(recipe, 32, new RunLength(60, 64), 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      trainer.train();
      NDArray raw = manager.create(DATA.rows).get("0:50");
      NDArray expected = reconstruct(trainer, raw, !april);
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, norms)) {
        float[] got = dictionary.reconstruct(raw).toFloatArray();
        assertClose(got, expected.toFloatArray());
        assertThat(dictionary.config().applyDecoderBiasToInput()).isEqualTo(!april);
        assertThat(dictionary.config().metadata()).containsEntry("training", plan.toJson());
        if (norms == DecoderNorms.UNIT) {
          for (float norm : dictionary.wDec().norm(new int[] {1}, false).toFloatArray()) {
            assertThat(norm).isCloseTo(1, within(1e-5f));
          }
        }
      }
    }
  }

  /** The training's own forward pass, written with DJL's operators, scaled back. */
  private static NDArray reconstruct(SaeTrainer trainer, NDArray raw, boolean preBias) {
    DictionaryParameters p = trainer.state().parameters();
    NDArray x = raw.mul((float) trainer.inputScale());
    NDArray centred = preBias ? x.sub(p.bDec()) : x;
    NDArray pre = centred.matMul(p.wEnc().transpose()).add(p.bEnc());
    NDArray f = pre.maximum(0);
    return f.matMul(p.wDec()).add(p.bDec()).div((float) trainer.inputScale());
  }

  private static void assertClose(float[] got, float[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(expected[i], within(2e-5f));
    }
  }
}
