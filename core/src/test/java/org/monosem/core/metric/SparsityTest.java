package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class SparsityTest {

  @Test
  void quantilesAreThoseOfTheSortedCounts() {
    SplittableRandom random = Seed.of(6).random();
    float[][] dense = new float[101][40];
    int[] counts = new int[101];
    for (int row = 0; row < 101; row++) {
      counts[row] = random.nextInt(30);
      Arrays.fill(dense[row], 0, counts[row], 1);
    }
    Arrays.sort(counts);
    L0Distribution l0 = l0(Golden.sparse(dense));
    for (double p : new double[] {0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999}) {
      assertThat(l0.quantile(p)).isEqualTo(counts[(int) Math.ceil(p * 101) - 1]);
    }
    assertThat(l0.min()).isEqualTo(counts[0]);
    assertThat(l0.max()).isEqualTo(counts[100]);
    assertThatThrownBy(() -> l0.quantile(1.5))
        .hasMessage("quantile: expected 0 <= p <= 1, got 1.5");
    assertThatThrownBy(() -> l0.quantile(Double.NaN)).hasMessageContaining("got NaN");
  }

  @Test
  void storedZerosAreInactiveAndNegativeValuesActive() {
    FeatureActivations features =
        FeatureActivations.of(
            4, new int[] {0, 3, 4}, new int[] {0, 1, 3, 1}, new float[] {0f, -2f, 1f, -0f});
    assertThat(l0(features).rowsByCount()).containsExactly(1L, 0L, 1L);
    assertThat(l0(features).mean()).isEqualTo(1);
    assertThat(density(features).firings()).containsExactly(0L, 1L, 0L, 1L);
    L1Accumulator l1 = L1Accumulator.weightedBy(1, 2, 3, 4);
    l1.accept(features);
    assertThat(l1.value()).isEqualTo(new L1Norm(2, 1.5, 4));
  }

  @Test
  void brokenFeaturesAndNormsAreNamed() {
    FeatureActivations broken =
        FeatureActivations.of(3, new int[] {0, 1, 2}, new int[] {0, 2}, new float[] {1, Float.NaN});
    L1Accumulator l1 = L1Accumulator.unitDecoder(3);
    assertThatThrownBy(() -> l1.accept(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: expected finite values, got NaN for feature 2 in row 1");
    assertThat(l1.rows()).isZero();
    assertThatThrownBy(() -> L1Accumulator.weightedBy(1, -2))
        .hasMessage("decoderNorms: expected finite lengths, got -2.0 for feature 1");
    assertThatThrownBy(() -> l1.combine(L1Accumulator.weightedBy(1, 2, 3)))
        .hasMessage("combine: expected the same decoder norms, got others");
    assertThatThrownBy(() -> l1.accept(Golden.sparse(new float[2][4])))
        .hasMessage("features: expected [batch, dSae=3], got [2, 4]");
  }

  @Test
  void deadAndUltralowDependOnTheRowsSeen() {
    FeatureDensity density = new FeatureDensity(1_000_000, List.of(0L, 0L, 1L, 9L, 10L, 500_000L));
    DeadFeatures dead = density.deadFeatures(1e-5);
    assertThat(dead).isEqualTo(new DeadFeatures(1_000_000, 6, 2, 2, 1e-5));
    assertThat(dead.fraction()).isEqualTo(4 / 6.0);
    assertThat(dead.resolution()).isEqualTo(1e-6);
    assertThat(dead.thresholdVisible()).isTrue();
    assertThat(density.dead()).containsExactly(0, 1);
    DeadFeatures paper = density.deadFeatures(FeatureDensity.ULTRALOW);
    assertThat(paper.ultralow()).isZero();
    assertThat(paper.thresholdVisible()).as("1 / rows is no less than 1e-6").isFalse();
    assertThat(paper.toMap()).containsEntry("thresholdVisible", false);
    assertThatThrownBy(() -> density.deadFeatures(0))
        .hasMessage("threshold: expected a density in (0, 1], got 0.0");
  }

  @Test
  void theHistogramCoversEveryDensityThatCanBeSeen() {
    FeatureDensity density = new FeatureDensity(1000, List.of(0L, 1L, 2L, 999L, 1000L, 100L));
    DensityHistogram histogram = density.histogram(2);
    assertThat(histogram.lowest()).isEqualTo(-3);
    assertThat(histogram.counts()).containsExactly(2L, 0L, 0L, 0L, 1L, 2L);
    assertThat(histogram.dead()).isEqualTo(1);
    assertThat(histogram.edge(0)).isEqualTo(-3);
    assertThat(histogram.edge(6)).isZero();
    assertThat((List<?>) histogram.toMap().get("log10Edges")).hasSize(7);
    assertThatThrownBy(() -> density.histogram(0))
        .hasMessage("binsPerDecade: expected at least 1, got 0");
    assertThat(new FeatureDensity(0, List.of(0L)).histogram(1).dead()).isEqualTo(1);
  }

  @Test
  void everyFeatureIsInABinOrDead() {
    SplittableRandom random = Seed.of(8).random();
    List<Long> firings = random.longs(500, 0, 12345).boxed().toList();
    DensityHistogram histogram = new FeatureDensity(12345, firings).histogram(5);
    long inBins = histogram.counts().stream().mapToLong(Long::longValue).sum();
    assertThat(inBins + histogram.dead()).isEqualTo(500);
  }

  @Test
  void meanL0IsThatOfTheActivations() {
    FeatureActivations features = Golden.load().features(0);
    assertThat(l0(features).mean()).isEqualTo(features.meanL0(), within(1e-15));
  }

  private static L0Distribution l0(FeatureActivations features) {
    L0Accumulator accumulator = L0Accumulator.create(features.dSae());
    accumulator.accept(features);
    return accumulator.value();
  }

  private static FeatureDensity density(FeatureActivations features) {
    FeatureDensityAccumulator accumulator = FeatureDensityAccumulator.create(features.dSae());
    accumulator.accept(features);
    return accumulator.value();
  }
}
