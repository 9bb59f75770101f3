package org.monosem.core.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class GroundTruthTest {
  private static final Seed SEED = Seed.of(4);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private static GroundTruth truth(GroundTruthOptions options) {
    return GroundTruth.of(options, 8, SEED);
  }

  @Test
  void aRowIsTheSumOfItsAtomsAndTheBias() {
    GroundTruth truth = truth(GroundTruthOptions.of(20, 3).withBiasNorm(2));
    FeatureActivations features = truth.features(100, 50);
    float[] rows = truth.rows(manager, 100, 50).toFloatArray();
    float[][] atoms = truth.atoms();
    for (int row = 0; row < 50; row++) {
      for (int i = 0; i < 8; i++) {
        double sum = truth.bias()[i];
        for (int k = features.begin(row); k < features.end(row); k++) {
          sum += features.value(k) * (double) atoms[features.feature(k)][i];
        }
        assertThat((double) rows[row * 8 + i]).isCloseTo(sum, within(1e-5));
      }
    }
  }

  @Test
  void aRowDependsOnItsNumberAlone() {
    GroundTruth truth = truth(GroundTruthOptions.of(20, 3).withNoise(0.1));
    FeatureActivations all = truth.features(0, 30);
    FeatureActivations one = GroundTruth.of(truth.options(), 8, SEED).features(17, 1);
    assertThat(one.toDense(0)).isEqualTo(all.toDense(17));
    float[] rows = truth.rows(manager, 0, 30).toFloatArray();
    float[] row = truth.rows(manager, 17, 1).toFloatArray();
    for (int i = 0; i < 8; i++) {
      assertThat(row[i]).isEqualTo(rows[17 * 8 + i]);
    }
    assertThat(GroundTruth.of(truth.options(), 8, Seed.of(5)).atoms()).isNotEqualTo(truth.atoms());
  }

  @Test
  void aSourceHoldsTheRowsFromItsBegin() {
    GroundTruth truth = truth(GroundTruthOptions.of(20, 3).withNoise(0.1));
    ActivationSource source = truth.activations(40, 10);
    double expected = truth.rows(manager, 40, 10).sum().getFloat();
    try (ActivationStream stream = source.open(SEED, 0)) {
      NDArray pass = stream.next(manager, 10);
      assertThat((double) pass.sum().getFloat()).isCloseTo(expected, within(1e-4));
    }
    assertThat(source.rows()).isEqualTo(10);
    assertThat(source.width()).isEqualTo(8);
  }

  @Test
  void noiseHasItsDeviation() {
    GroundTruthOptions options = GroundTruthOptions.of(20, 3);
    NDArray quiet = truth(options).rows(manager, 0, 5000);
    NDArray noisy = truth(options.withNoise(0.25)).rows(manager, 0, 5000);
    NDArray noise = noisy.sub(quiet);
    assertThat((double) noise.square().mean().getFloat()).isCloseTo(0.0625, within(0.002));
    assertThat((double) noise.mean().getFloat()).isCloseTo(0, within(0.005));
  }

  @Test
  void onlyTheRowsStayWithTheManager() {
    GroundTruth truth = truth(GroundTruthOptions.of(20, 3));
    truth.rows(manager, 0, 5);
    assertThat(manager.getManagedArrays()).hasSize(1);
  }

  @Test
  void wrongNumbersAreRefused() {
    GroundTruthOptions options = GroundTruthOptions.of(20, 3);
    assertThatThrownBy(() -> GroundTruth.of(options, 0, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dIn: expected at least 1, got 0");
    assertThatThrownBy(() -> truth(options).activations(0, 0))
        .hasMessage("rows: expected at least 1, got 0");
    assertThatThrownBy(() -> truth(options).activations(1L << 60, 1))
        .hasMessageStartingWith("rows: expected at most 2^60 with those before, got 1 from");
    assertThatThrownBy(() -> truth(options).features(-1, 3))
        .hasMessage("begin: expected at least 0, got -1");
    assertThatThrownBy(() -> options.withNoise(Double.NaN))
        .hasMessage("noise: expected a finite number of at least 0, got NaN");
    assertThatThrownBy(() -> truth(GroundTruthOptions.of(20, 19.9)))
        .hasMessage("meanL0: expected at most 19.800 of these atoms to fire, got 19.9");
  }
}
