package org.monosem.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.embedding.PolysemanticitySummary;
import org.monosem.core.random.Seed;
import org.monosem.sae.training.RunLength;

class DigitExperimentTest {

  @Test
  void hiddenNeuronsAreMorePolysemanticThanFeatures() {
    DigitPlan plan =
        DigitPlan.published(Seed.of(2)).withSizes(24, 96).withLengths(8, new RunLength(500, 128));
    List<String> stages = new ArrayList<>();
    DigitResult found =
        new DigitExperiment(
                plan, Device.cpu(), (stage, done, of) -> stages.add(stage + " " + done + "/" + of))
            .run(WrittenDigits.write(2000, Seed.of(2)), WrittenDigits.write(500, Seed.of(3)));
    assertThat(stages).contains("classifier 1/8", "classifier 8/8", "dictionary 500/500");
    assertThat(found.accuracy()).isGreaterThan(0.85);
    assertThat(found.explainedVariance()).isGreaterThan(0.9);
    PolysemanticitySummary neurons = found.neurons().summary();
    PolysemanticitySummary features = found.features().summary();
    assertThat(neurons.units()).isEqualTo(24);
    assertThat(features.units()).isEqualTo(96);
    assertThat(neurons.distances().mean()).isGreaterThan(1.2 * features.distances().mean());
    assertThat(neurons.clusters()).isGreaterThan(3 * features.clusters());
    assertThat(found.table())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).containsKeys("set", "meanDistance", "clusters"));
  }

  /** The source's sizes; its table has a ratio of mean distances of 0.207 / 0.462 = 0.448. */
  @Test
  @Tag("long")
  void thePublishedTablesOrderAndRatio() {
    for (long seed = 1; seed <= 3; seed++) {
      DigitResult found =
          new DigitExperiment(
                  DigitPlan.published(Seed.of(seed)), Device.cpu(), (stage, done, of) -> {})
              .run(WrittenDigits.write(20_000, Seed.of(2)), WrittenDigits.write(2000, Seed.of(3)));
      assertThat(found.accuracy()).isGreaterThan(0.97);
      PolysemanticitySummary neurons = found.neurons().summary();
      PolysemanticitySummary features = found.features().summary();
      assertThat(neurons.unitsWithExamples()).isBetween(60, 64);
      assertThat(features.unitsWithExamples()).isGreaterThan(384);
      assertThat(features.distances().mean() / neurons.distances().mean())
          .isBetween(0.75 * 0.448, 1.25 * 0.448);
      assertThat(features.distances().max()).isLessThan(neurons.distances().max());
      assertThat(features.distances().intra()).isLessThan(neurons.distances().intra());
      assertThat(features.distances().inter()).isLessThan(neurons.distances().inter());
      assertThat(features.clusters()).isLessThan(neurons.clusters() / 2);
      assertThat(features.examples()).isLessThan(neurons.examples());
    }
  }
}
