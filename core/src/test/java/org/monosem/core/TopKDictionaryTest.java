package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.encoder.Precision;

class TopKDictionaryTest extends DictionaryFixture {
  @ParameterizedTest
  @CsvSource({"17, 4, 9, 0", "2100, 12, 40, 0", "300, 7, 600, -30", "64, 64, 20, 0"})
  void keepsThePositiveOnesOfTheLargest(int dSae, int k, int batch, float bias) {
    try (SparseAutoencoder dictionary = random(6, dSae, k, bias)) {
      NDArray x = manager.randomNormal(new Shape(batch, 6));
      NDArray h = x.sub(dictionary.bDec()).dot(dictionary.wEnc().transpose());
      float[] expected = reference(h.add(dictionary.bEnc()).toFloatArray(), dSae, k);
      FeatureActivations sparse = dictionary.encode(x);
      for (int r = 0; r < batch; r++) {
        assertThat(sparse.end(r) - sparse.begin(r)).isLessThanOrEqualTo(k);
        float[] row = Arrays.copyOfRange(expected, r * dSae, (r + 1) * dSae);
        assertClose(sparse.toDense(r), row, 2e-5f);
      }
      NDArray dense = dictionary.encodeDense(x);
      assertClose(dense.toFloatArray(), expected, 2e-5f);
      float[] reconstruction = dictionary.decode(dense).toFloatArray();
      assertClose(dictionary.reconstruct(x).toFloatArray(), reconstruction, 2e-4f);
    }
  }

  @Test
  void entriesAscendAndFormValidRows() {
    try (SparseAutoencoder dictionary = random(5, 500, 9, 0)) {
      FeatureActivations f = dictionary.encode(manager.randomNormal(new Shape(30, 5)));
      assertThat(FeatureActivations.of(f.dSae(), f.offsets(), f.features(), f.values()))
          .isEqualTo(f);
    }
  }

  @Test
  void aNanIsNotAnActivation() {
    try (SparseAutoencoder dictionary = random(5, 50, 9, 0)) {
      NDArray x = manager.zeros(new Shape(2, 5));
      x.set(new ai.djl.ndarray.index.NDIndex("1, 2"), Float.NaN);
      FeatureActivations f = dictionary.encode(x);
      assertThat(f.end(1) - f.begin(1)).isZero();
      assertThat(f.end(0)).isPositive();
    }
  }

  @Test
  void saveAndLoadKeepTheActivation(@TempDir Path folder) throws IOException {
    try (SparseAutoencoder dictionary = random(6, 10, 3, 0)) {
      dictionary.save(folder);
      NDArray x = manager.randomNormal(new Shape(4, 6));
      try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager)) {
        assertThat(again.config().activation()).isEqualTo(new TopK(3));
        // Products depend on where the weights lie in memory, in the last bits.
        assertThat(again.encode(x).features()).isEqualTo(dictionary.encode(x).features());
        assertClose(again.encode(x).values(), dictionary.encode(x).values(), 1e-5f);
        assertThat(again).hasToString("topk dictionary [dSae=10, dIn=6]");
      }
    }
    Path config = folder.resolve("cfg.json");
    String good = Files.readString(config);
    refuses(folder, good.replace("\"k\": 3", "\"k\": 11"), "k must be at most dSae=10, got k=11");
    refuses(folder, good.replace("\"k\": 3", "\"k\": 0"), "\"k\"");
    refuses(folder, good.replace("\"k\": 3,", ""), "\"k\"");
  }

  @Test
  void wrongKAndPrecisionAreNamed() {
    assertThatThrownBy(() -> DictionaryConfig.topK(4, 8, 9, true))
        .hasMessage("dictionary: k must be at most dSae=8, got k=9");
    try (SparseAutoencoder dictionary = random(4, 8, 2, 0)) {
      assertThatThrownBy(() -> dictionary.encoder(Precision.BF16))
          .hasMessage("precision: a topk dictionary encodes in FP32 only, got BF16");
    }
  }

  private void refuses(Path folder, String config, String message) throws IOException {
    Files.writeString(folder.resolve("cfg.json"), config);
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager)).hasMessageContaining(message);
  }

  /** Sorts a row, keeps what is not below the k-th and is positive. */
  private static float[] reference(float[] h, int dSae, int k) {
    float[] features = new float[h.length];
    for (int begin = 0; begin < h.length; begin += dSae) {
      float[] sorted = Arrays.copyOfRange(h, begin, begin + dSae);
      Arrays.sort(sorted);
      for (int i = begin; i < begin + dSae; i++) {
        features[i] = h[i] >= sorted[dSae - k] ? Math.max(0, h[i]) : 0;
      }
    }
    return features;
  }

  private SparseAutoencoder random(int dIn, int dSae, int k, float bias) {
    try (NDManager scope = manager.newSubManager()) {
      return SparseAutoencoder.of(
          manager,
          DictionaryConfig.topK(dIn, dSae, k, true),
          scope.randomNormal(new Shape(dSae, dIn)),
          scope.full(new Shape(dSae), bias),
          scope.randomNormal(new Shape(dSae, dIn)),
          scope.randomNormal(new Shape(dIn)));
    }
  }
}
