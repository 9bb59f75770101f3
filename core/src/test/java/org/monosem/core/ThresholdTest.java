package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.checkpoint.InputNormalisation;
import org.monosem.core.encoder.Precision;

/** The corners of thresholds, gates and norms; every feature sees the row's only number. */
class ThresholdTest extends DictionaryFixture {
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP32", "FP32_VIA_BF16"})
  void firesStrictlyAboveItsThreshold(Precision precision) {
    float below = Math.nextDown(0.75f);
    float[] thresholds = {
      0, -5, below, 0.75f, Math.nextUp(0.75f), 0x1p56f, Float.POSITIVE_INFINITY, Float.NaN
    };
    float[] expected = {0.75f, 0.75f, 0.75f, 0, 0, 0, 0, 0};
    try (SparseAutoencoder dictionary = jump(thresholds, 0);
        FeatureEncoder encoder = dictionary.encoder(precision)) {
      NDArray x = manager.create(new float[] {0.75f}, new Shape(1, 1));
      assertThat(encoder.encode(x).toDense(0)).containsExactly(expected);
    }
  }

  @Test
  void zeroIsNotAboveZero() {
    try (SparseAutoencoder dictionary = jump(new float[] {0, -1}, 0)) {
      assertThat(dictionary.encode(new float[][] {{0}, {-2}}).activeCount()).isZero();
    }
  }

  @Test
  void aLargeThresholdCostsNoDigits() {
    float[] thresholds = new float[64];
    java.util.Arrays.fill(thresholds, 1e6f);
    try (SparseAutoencoder dictionary = jump(thresholds, 3)) {
      FeatureActivations f = dictionary.encode(new float[][] {{1_234_567}, {999_000}});
      assertThat(f.toDense(0)).containsOnly(new float[] {1_234_570}, within(0.25f));
      assertThat(f.end(1) - f.begin(1)).isZero();
    }
  }

  @Test
  void aNanIsNotAnActivation() {
    try (SparseAutoencoder dictionary = jump(new float[] {0, 0, 1, 1}, 0)) {
      assertThat(dictionary.encode(new float[][] {{Float.NaN}}).activeCount()).isZero();
    }
  }

  @Test
  void anOpenGateMayHaveNothingToLetThrough() {
    // Gate biases 0, 0, -2, 0; magnitudes exp(r) x + b.
    float[] rMag = {0, (float) Math.log(2), 0, 0};
    float[] bMag = {0.5f, 0, 5, -3};
    DictionaryConfig config = DictionaryConfig.gated(1, 4, false);
    ExtraWeights extra = ExtraWeights.magnitudes(manager.create(rMag), manager.create(bMag));
    try (SparseAutoencoder dictionary =
        SparseAutoencoder.of(manager, weights(config, new float[] {0, 0, -2, 0}, extra))) {
      FeatureActivations f = dictionary.encode(new float[][] {{1}, {-1}});
      assertThat(f.toDense(0)).containsExactly(new float[] {1.5f, 2, 0, 0}, within(1e-6f));
      assertThat(f.end(1) - f.begin(1)).isZero();
    }
  }

  @Test
  void aRowOfZerosHasNoNormToRescaleAndStaysAsItIs() {
    DictionaryConfig config =
        DictionaryConfig.relu(1, 2, false)
            .withInputNormalisation(InputNormalisation.CONSTANT_NORM_RESCALE);
    try (SparseAutoencoder dictionary =
        SparseAutoencoder.of(
            manager, weights(config, new float[] {0.5f, 0}, ExtraWeights.none()))) {
      assertThat(dictionary.encode(new float[][] {{0}}).toDense(0)).containsExactly(0.5f, 0);
      assertThat(dictionary.reconstruct(new float[][] {{0}, {-4}})[0]).containsExactly(0.5f);
      assertThat(dictionary.reconstruct(new float[][] {{0}, {8}})[1]).containsExactly(20);
    }
  }

  private SparseAutoencoder jump(float[] thresholds, float bias) {
    float[] biases = new float[thresholds.length];
    java.util.Arrays.fill(biases, bias);
    DictionaryConfig config = DictionaryConfig.jumpRelu(1, thresholds.length, false);
    ExtraWeights extra = ExtraWeights.threshold(manager.create(thresholds));
    return SparseAutoencoder.of(manager, weights(config, biases, extra));
  }

  /** Encoder and decoder are ones. */
  private DictionaryCheckpoint weights(DictionaryConfig config, float[] bEnc, ExtraWeights extra) {
    NDArray ones = manager.ones(new Shape(config.dSae(), 1));
    return new DictionaryCheckpoint(
        config, ones, manager.create(bEnc), ones, manager.zeros(new Shape(1)), extra);
  }
}
