package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;

class DictionaryGeometryTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** What {@code cosines.py} made. */
  private static final class Cosines {
    float[][] encoder;
    float[][] decoder;
    Map<String, Object> maxDecoderCosine;
    Map<String, Object> maxEncoderCosine;
    Map<String, Object> encoderDecoderCosine;

    static Cosines load() throws IOException {
      try (Reader in =
          new InputStreamReader(
              Objects.requireNonNull(Cosines.class.getResourceAsStream("cosines.json")),
              StandardCharsets.UTF_8)) {
        return new Gson().fromJson(in, Cosines.class);
      }
    }
  }

  @Test
  void everyCosineIsThatOfNumpy() throws IOException {
    Cosines cosines = Cosines.load();
    try (SparseAutoencoder dictionary =
        Dictionaries.of(manager, cosines.encoder, cosines.decoder)) {
      GeometryReport report = DictionaryGeometry.ofAll().measure(dictionary);
      same(report.decoder(), cosines.maxDecoderCosine);
      same(report.encoder(), cosines.maxEncoderCosine);
      same(report.encoderDecoder().orElseThrow(), cosines.encoderDecoderCosine);
      assertThat(report.decoder().value(4)).isCloseTo(1, within(1e-6));
      assertThat(report.toMap())
          .containsOnlyKeys("maxDecoderCosine", "maxEncoderCosine", "encoderDecoderCosine");
    }
  }

  private static void same(CosineDistribution actual, Map<String, Object> expected) {
    List<?> values = (List<?>) expected.get("values");
    assertThat(actual.isComplete()).isTrue();
    for (int i = 0; i < values.size(); i++) {
      assertThat(actual.feature(i)).isEqualTo(i);
      assertThat(actual.value(i)).isCloseTo((Double) values.get(i), within(1e-6));
    }
    for (String name : List.of("mean", "min", "p05", "median", "p95", "max")) {
      assertThat((Double) actual.toMap().get(name))
          .as(name)
          .isCloseTo((Double) expected.get(name), within(1e-6));
    }
  }

  @Test
  void manyTilesGiveWhatTheSlowWayGives() {
    try (SparseAutoencoder wide = Dictionaries.random(manager, 3, 4500)) {
      CosineDistribution decoder = DictionaryGeometry.ofAll().measure(wide).decoder();
      float[] flat = wide.wDec().toFloatArray();
      for (int i : new int[] {0, 255, 256, 4095, 4096, 4499}) {
        double best = -2;
        for (int j = 0; j < 4500; j++) {
          best = j == i ? best : Math.max(best, cosine(flat, i, j));
        }
        assertThat(decoder.value(i)).isCloseTo(best, within(1e-6));
      }
    }
  }

  private static double cosine(float[] rows, int i, int j) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int d = 0; d < 3; d++) {
      product += (double) rows[3 * i + d] * rows[3 * j + d];
      left += (double) rows[3 * i + d] * rows[3 * i + d];
      right += (double) rows[3 * j + d] * rows[3 * j + d];
    }
    return product / Math.sqrt(left) / Math.sqrt(right);
  }

  @Test
  void aSampleIsDecidedByTheSeedAndHasTheValuesOfTheWhole() {
    try (SparseAutoencoder dictionary = Dictionaries.random(manager, 4, 300)) {
      CosineDistribution all = DictionaryGeometry.ofAll().measure(dictionary).decoder();
      DictionaryGeometry sampling = new DictionaryGeometry(20, Seed.of(3));
      CosineDistribution some = sampling.measure(dictionary).decoder();
      assertThat(some.size()).isEqualTo(20);
      assertThat(some.toMap()).containsEntry("features", 20L).containsEntry("sampled", true);
      List<Integer> features = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        features.add(some.feature(i));
        assertThat(some.value(i)).isCloseTo(all.value(some.feature(i)), within(1e-6));
      }
      assertThat(features).isSorted().doesNotHaveDuplicates();
      CosineDistribution other =
          new DictionaryGeometry(20, Seed.of(4)).measure(dictionary).decoder();
      assertThat(other.mean()).isNotEqualTo(some.mean());
      assertThat(sampling.measure(dictionary).decoder().mean()).isEqualTo(some.mean());
    }
  }

  @Test
  void aSingleFeatureHasNoOther() {
    try (SparseAutoencoder one = Dictionaries.random(manager, 4, 1)) {
      GeometryReport report = DictionaryGeometry.ofAll().measure(one);
      assertThat(report.decoder().mean()).isNaN();
      assertThat(report.decoder().toMap()).containsOnlyKeys("features", "sampled");
    }
  }

  @Test
  void badNumbersAreNamed() {
    assertThatThrownBy(() -> new DictionaryGeometry(0, Seed.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mostCompared: expected at least 1, got 0");
    CosineDistribution cosines = new CosineDistribution(1, new int[] {0}, new float[] {0.5f});
    assertThatThrownBy(() -> cosines.quantile(1.5))
        .hasMessage("quantile: expected 0 <= p <= 1, got 1.5");
  }

  @Test
  void progressIsToldAndAnInterruptEndsIt() {
    try (SparseAutoencoder dictionary = Dictionaries.random(manager, 4, 300)) {
      List<Long> done = new ArrayList<>();
      DictionaryGeometry.ofAll().measure(dictionary, at -> done.add(at.done()));
      assertThat(done).containsExactly(256L, 300L, 556L, 600L);
      assertThatThrownBy(
              () ->
                  DictionaryGeometry.ofAll()
                      .measure(dictionary, at -> Thread.currentThread().interrupt()))
          .isInstanceOf(CancellationException.class)
          .hasMessage("geometry: interrupted after 256 features");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (SparseAutoencoder dictionary = Dictionaries.random(manager, 4, 300)) {
      int before = dictionary.wDec().getManager().getManagedArrays().size();
      DictionaryGeometry.ofAll().measure(dictionary);
      assertThat(dictionary.wDec().getManager().getManagedArrays()).hasSize(before);
    }
  }
}
