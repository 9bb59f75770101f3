package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;

/** Every figure against an independent computation, see {@code golden.py}. */
class GoldenMetricsTest {
  private static final double TOLERANCE = 1e-12;
  private final Golden golden = Golden.load();

  @Test
  void plainRowsGiveTheFiguresOfTorchAndNumpy() {
    ReconstructionMetrics metrics = metrics();
    for (int part = 0; part < golden.parts(); part++) {
      metrics.accept(golden.x(part), golden.features(part), golden.reconstruction(part));
    }
    assertFigures(metrics.value());
  }

  @Test
  void arraysGiveTheFiguresOfTorchAndNumpy() {
    ReconstructionMetrics metrics = metrics();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      for (int part = 0; part < golden.parts(); part++) {
        NDArray x = manager.create(golden.x(part));
        NDArray reconstruction = manager.create(golden.reconstruction(part));
        int before = manager.getManagedArrays().size();
        metrics.accept(x, golden.features(part), reconstruction);
        assertThat(manager.getManagedArrays()).hasSize(before);
      }
    }
    assertFigures(metrics.value());
  }

  @Test
  void densitiesAndTheirHistogramAgree() {
    FeatureDensityAccumulator accumulator = FeatureDensityAccumulator.create(12);
    for (int part = 0; part < golden.parts(); part++) {
      accumulator.accept(golden.features(part));
    }
    FeatureDensity density = accumulator.value();
    for (int feature = 0; feature < density.dSae(); feature++) {
      assertThat(density.density(feature)).isEqualTo(golden.density[feature], within(TOLERANCE));
    }
    assertThat(density.histogram(4).counts()).isEqualTo(golden.histogram);
    assertThat(density.dead()).containsExactly(3);
  }

  @Test
  void lossRecoveredAgrees() {
    LossRecoveredAccumulator accumulator = LossRecoveredAccumulator.create();
    PeerLossRecoveredAccumulator batchwise = PeerLossRecoveredAccumulator.create();
    LossRecoveredAccumulator withResampling = LossRecoveredAccumulator.create();
    for (int part = 0; part < golden.parts(); part++) {
      accumulator.accept(
          golden.losses("clean", part),
          golden.losses("spliced", part),
          golden.losses("zeroAblated", part),
          golden.losses("meanAblated", part));
      withResampling.accept(golden.arms(part));
      LossRecoveredAccumulator batch = LossRecoveredAccumulator.create();
      batch.accept(golden.arms(part));
      batchwise.accept(batch.value());
    }
    assertThat(compare(Map.of("lossRecovered", accumulator.value().toMap()))).isEqualTo(4);
    assertThat(compare(Map.of("lossRecovered", withResampling.value().toMap()))).isEqualTo(6);
    assertThat(compare(Map.of("peerLoss", batchwise.value().toMap()))).isEqualTo(1);
  }

  @Test
  void theMeanVectorAgrees() {
    MeanVectorAccumulator accumulator = MeanVectorAccumulator.create(6);
    for (int part = 0; part < golden.parts(); part++) {
      accumulator.accept(golden.x(part));
    }
    assertThat(accumulator.value()).containsExactly(golden.mean, within(TOLERANCE));
  }

  private ReconstructionMetrics metrics() {
    return ReconstructionMetrics.create(6, golden.decoderNorms);
  }

  private void assertFigures(ReconstructionReport report) {
    assertThat(report.rows()).isEqualTo(24);
    assertThat(compare(report.toMap())).isEqualTo(49);
  }

  /** Compares every figure that the golden file knows and returns how many those were. */
  private int compare(Map<String, Object> report) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", report, flat);
    int compared = 0;
    for (Map.Entry<String, Double> expected : golden.expected.entrySet()) {
      if (flat.get(expected.getKey()) instanceof Number actual) {
        assertThat(actual.doubleValue())
            .as(expected.getKey())
            .isEqualTo(expected.getValue(), within(TOLERANCE));
        compared++;
      }
    }
    return compared;
  }

  private static void flatten(String prefix, Map<?, ?> fields, Map<String, Object> flat) {
    fields.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> nested) {
            flatten(prefix + name + ".", nested, flat);
          } else {
            flat.put(prefix + name, value);
          }
        });
  }

  @Test
  void theGoldenRowsHoldTheCasesThatMatter() {
    FeatureActivations first = golden.features(0);
    assertThat(first.end(4)).isEqualTo(first.begin(4));
    assertThat(golden.features[7][1]).isNegative();
  }
}
