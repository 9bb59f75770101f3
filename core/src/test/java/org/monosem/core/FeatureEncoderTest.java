package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.encoder.Precision;
import org.monosem.core.random.Seed;

class FeatureEncoderTest {
  private static final int WIDTH = 48;
  private static final int FEATURES = 700;

  private NDManager manager;
  private SplittableRandom random;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
    random = Seed.of(5).random();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void candidatesGiveTheSameFeaturesAndValues(boolean preBias) {
    // 5000 rows are two slabs.
    NDArray x = gaussian(1, 5000, WIDTH);
    try (SparseAutoencoder dictionary = dictionary(preBias);
        FeatureEncoder encoder = dictionary.encoder(Precision.FP32_VIA_BF16)) {
      assertThat(encoder.precision()).isEqualTo(Precision.FP32_VIA_BF16);
      assertSameAboveRounding(encoder.encode(x), dictionary.encode(x));
    }
  }

  @Test
  void plainBfloat16CarriesEightBits() {
    NDArray x = gaussian(1, 60, WIDTH);
    try (SparseAutoencoder dictionary = dictionary(true);
        FeatureEncoder encoder = dictionary.encoder(Precision.BF16)) {
      FeatureActivations exact = dictionary.encode(x);
      FeatureActivations low = encoder.encode(x);
      assertThat(low).isNotEqualTo(exact);
      for (int r = 0; r < 60; r++) {
        assertThat(low.toDense(r)).containsExactly(exact.toDense(r), within(0.1f));
      }
    }
  }

  @Test
  void anEncoderServesBatchAfterBatchOfAnySize() {
    try (SparseAutoencoder dictionary = dictionary(true);
        FeatureEncoder encoder = dictionary.encoder(Precision.FP32)) {
      for (int rows : new int[] {1, 300, 0, 7}) {
        NDArray x = gaussian(1, rows, WIDTH);
        assertThat(encoder.encode(x)).isEqualTo(dictionary.encode(x));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FP32", "FP32_VIA_BF16", "BF16"})
  void nothingLeaks(Precision precision) {
    try (SparseAutoencoder dictionary = dictionary(true);
        NDManager inputs = manager.newSubManager()) {
      NDArray x = gaussian(1, 3, WIDTH);
      x.attach(inputs);
      int before = manager.getManagedArrays().size();
      try (FeatureEncoder encoder = dictionary.encoder(precision)) {
        encoder.encode(x);
        int held = manager.getManagedArrays().size();
        encoder.encode(x);
        assertThat(manager.getManagedArrays()).hasSize(held);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void whatDoesNotFitIsNamedAndLeavesNothing() {
    try (SparseAutoencoder dictionary = dictionary(true)) {
      int before = manager.getManagedArrays().size();
      assertThatThrownBy(() -> dictionary.encoder(Precision.TF32))
          .hasMessageContaining("precision: TF32 needs a GPU");
      assertThat(manager.getManagedArrays()).hasSize(before);
      try (FeatureEncoder encoder = dictionary.encoder(Precision.FP32)) {
        assertThatThrownBy(() -> encoder.encode(manager.zeros(new Shape(2, 5))))
            .hasMessage("activations: expected [batch, dIn=48], got (2, 5)");
      }
    }
  }

  /** The same entries but for those within rounding of zero, which may fall on either side. */
  private static void assertSameAboveRounding(FeatureActivations a, FeatureActivations b) {
    assertThat(a.rows()).isEqualTo(b.rows());
    assertThat(a.activeCount()).isPositive();
    for (int r = 0; r < a.rows(); r++) {
      assertThat(a.toDense(r)).containsExactly(b.toDense(r), within(2e-5f));
    }
  }

  private SparseAutoencoder dictionary(boolean preBias) {
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(WIDTH, FEATURES, preBias),
        gaussian(0.3, FEATURES, WIDTH),
        gaussian(0.1, FEATURES).sub(3),
        gaussian(0.3, FEATURES, WIDTH),
        gaussian(1, WIDTH));
  }

  private NDArray gaussian(double scale, long... shape) {
    Shape size = new Shape(shape);
    float[] values = new float[(int) size.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, size);
  }
}
