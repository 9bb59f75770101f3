package org.monosem.sae.toymodel.engineered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

/** The artificial data against the generator that they are defined by, one number at a time. */
class SharedBatchTest {
  private static final int ROWS = 400;
  private static final ToyData DATA = new ToyData(12, 8, FrequencyLaw.POWER_LAW, 0.2);

  @Test
  void everyRunGetsWhatItsSeedYields() {
    List<Seed> seeds = List.of(Seed.of(3), Seed.of(-5));
    List<Float> expected = new ArrayList<>();
    for (Seed seed : seeds) {
      expected.addAll(sample(seed, DATA.probabilities()));
    }
    assertThat(batch(ToyTask.DECODER, seeds)).containsExactlyElementsOf(expected);
  }

  @Test
  void signedFeaturesAreDifferencesAtHalfTheDensity() {
    Seed seed = Seed.of(3);
    List<Double> half = FrequencyLaw.POWER_LAW.probabilities(12, 0.1);
    List<Float> first = sample(seed.at(0), half);
    List<Float> second = sample(seed.at(1), half);
    List<Float> found = batch(ToyTask.ABSOLUTE_VALUE, List.of(seed));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isEqualTo(first.get(i) - second.get(i));
    }
    assertThat(found).anyMatch(value -> value < 0);
  }

  @Test
  void frequenciesAndValuesAreAsTheLawSays() {
    List<Float> found = batch(ToyTask.DECODER, List.of(Seed.of(9)));
    for (int j = 0; j < 12; j++) {
      int column = j;
      List<Float> present =
          java.util.stream.IntStream.range(0, ROWS)
              .mapToObj(row -> found.get(row * 12 + column))
              .filter(value -> value > 0)
              .toList();
      double p = DATA.probabilities().get(j);
      double deviation = Math.sqrt(p * (1 - p) / ROWS);
      assertThat(present.size() / (double) ROWS).isCloseTo(p, within(4 * deviation));
      assertThat(present).allMatch(value -> value < 1);
    }
    double mean = found.stream().filter(value -> value > 0).mapToDouble(v -> v).average().orElse(0);
    assertThat(mean).isCloseTo(0.5, within(0.04));
  }

  @Test
  void aPowerLawIsScaledAndThenClipped() {
    List<Double> wide = FrequencyLaw.POWER_LAW.probabilities(512, 1.0 / 64);
    assertThat(wide.get(0)).isOne();
    assertThat(wide.get(5) / wide.get(2)).isCloseTo(Math.pow(2, -1.1), within(1e-12));
    List<Double> unclipped = FrequencyLaw.POWER_LAW.probabilities(512, 1.0 / 256);
    assertThat(unclipped.stream().mapToDouble(p -> p).sum()).isCloseTo(2, within(1e-12));
    assertThat(FrequencyLaw.UNIFORM.probabilities(3, 0.25)).containsExactly(0.25, 0.25, 0.25);
  }

  @Test
  void aProjectionHasRowsOfLengthOneAlmostAtRightAngles() {
    double[][] p = RandomProjection.of(64, 32, Seed.of(1)).getData();
    double overlaps = 0;
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 64; j++) {
        double dot = 0;
        for (int k = 0; k < 32; k++) {
          dot += p[i][k] * p[j][k];
        }
        if (i == j) {
          assertThat(dot).isCloseTo(1, within(1e-12));
        }
        overlaps += dot * dot;
      }
    }
    // a tight frame would have 64^2 / 32; independent random rows 64 + 64 * 63 / 32
    assertThat(overlaps).isBetween(128.0, 140.0);
    assertThat(RandomProjection.of(64, 32, Seed.of(1)).getData()).isDeepEqualTo(p);
  }

  @Test
  void refusesWhatMakesNoData() {
    assertThatThrownBy(() -> new ToyData(4, 8, FrequencyLaw.UNIFORM, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: expected at least dims=8, got 4");
    assertThatThrownBy(() -> new ToyData(8, 0, FrequencyLaw.UNIFORM, 0.1))
        .hasMessage("dims: expected at least 1, got 0");
    assertThatThrownBy(() -> new ToyData(8, 4, FrequencyLaw.UNIFORM, 0))
        .hasMessage("density: expected a number in (0, 1], got 0.0");
  }

  private static List<Float> batch(ToyTask task, List<Seed> seeds) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      float[] values = new SharedBatch(manager, DATA, task, ROWS).of(manager, seeds).toFloatArray();
      List<Float> list = new ArrayList<>();
      for (float value : values) {
        list.add(value);
      }
      return list;
    }
  }

  private static List<Float> sample(Seed seed, List<Double> probabilities) {
    SplittableRandom random = seed.random();
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (double probability : probabilities) {
        long bits = random.nextLong();
        boolean present = (bits >>> 32) < Math.round(probability * 0x1p32);
        values.add(present ? (bits & 0xFFFFFF) * 0x1p-24f : 0f);
      }
    }
    return values;
  }
}
