package org.monosem.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.PolysemanticitySummary;
import org.monosem.core.random.Seed;
import org.monosem.sae.training.RunLength;

class DigitExperimentTest {

  @Test
  void hiddenNeuronsAreMorePolysemanticThanFeatures() {
    DigitPlan plan =
        DigitPlan.published(Seed.of(2))
            .withSizes(24, 96)
            .withLengths(8, new RunLength(500, 128))
            .withTermWeight(0.2);
    List<String> stages = new ArrayList<>();
    DigitResult found =
        new DigitExperiment(
                plan, Device.cpu(), (stage, done, of) -> stages.add(stage + " " + done + "/" + of))
            .run(WrittenDigits.write(2000, Seed.of(2)), WrittenDigits.write(500, Seed.of(3)));
    assertThat(stages)
        .contains(
            "classifier 1/8",
            "classifier 8/8",
            "dictionary 500/500",
            "dictionary with term 500/500");
    assertThat(found.accuracy()).isGreaterThan(0.85);
    assertThat(found.dictionary().explainedVariance()).isGreaterThan(0.9);
    assertThat(found.withTerm().explainedVariance()).isGreaterThan(0.9);
    PolysemanticitySummary neurons = found.neurons().summary();
    PolysemanticitySummary features = found.dictionary().features().summary();
    assertThat(neurons.units()).isEqualTo(24);
    assertThat(features.units()).isEqualTo(96);
    assertThat(neurons.distances().mean()).isGreaterThan(1.2 * features.distances().mean());
    assertThat(neurons.clusters()).isGreaterThan(3 * features.clusters());
    assertThat(found.withTerm().meanDistance()).isLessThan(0.8 * found.dictionary().meanDistance());
    assertThat(found.table())
        .hasSize(3)
        .allSatisfy(
            line -> assertThat(line).containsKeys("set", "meanDistance", "clusters", "ratio"));
  }

  /**
   * The source's sizes. Its table has ratios of mean distances, dictionaries to hidden layer, of
   * 0.207 / 0.462 = 0.448 and with the term 0.112 / 0.462 = 0.242; a quarter off is allowed. Its
   * term also brings features to life, 390 to 493 of 512; ours does not: there are 442 to 447
   * without it, 438 to 442 with it.
   */
  @Test
  @Tag("long")
  void thePublishedTablesOrderAndRatios() {
    for (long seed = 1; seed <= 3; seed++) {
      DigitResult found = published(DigitPlan.published(Seed.of(seed)));
      assertThat(found.accuracy()).isGreaterThan(0.97);
      PolysemanticitySummary neurons = found.neurons().summary();
      PolysemanticitySummary features = found.dictionary().features().summary();
      PolysemanticitySummary treated = found.withTerm().features().summary();
      assertThat(neurons.unitsWithExamples()).isBetween(60, 64);
      assertThat(features.unitsWithExamples()).isGreaterThan(384);
      assertThat(treated.unitsWithExamples()).isGreaterThan(384);
      assertThat(found.ratio(found.dictionary().features())).isBetween(0.75 * 0.448, 1.25 * 0.448);
      assertThat(found.ratio(found.withTerm().features())).isBetween(0.75 * 0.242, 1.25 * 0.242);
      assertFallingOrder(neurons, features);
      assertThat(features.distances().inter()).isLessThan(neurons.distances().inter());
      assertFallingOrder(features, treated);
      assertThat(treated.distances().inter()).isLessThan(features.distances().inter());
      assertThat(features.clusters()).isLessThan(neurons.clusters() / 2);
      assertThat(features.examples()).isLessThan(neurons.examples());
      assertThat(1 - found.withTerm().explainedVariance())
          .isLessThan(1.04 * (1 - found.dictionary().explainedVariance()));
    }
  }

  /**
   * Of the 100 strongest images of each unit, however weak: the order holds, but for the distance
   * between meanings, which is larger for features than for neurons; the ratios do not.
   */
  @Test
  @Tag("long")
  void theOrderIsThatOfTheStrongestExamplesToo() {
    ExampleOptions strongest = ExampleOptions.published().withFraction(0);
    for (long seed = 1; seed <= 3; seed++) {
      DigitResult found = published(DigitPlan.published(Seed.of(seed)).withExamples(strongest));
      PolysemanticitySummary features = found.dictionary().features().summary();
      assertFallingOrder(found.neurons().summary(), features);
      assertFallingOrder(features, found.withTerm().features().summary());
      assertThat(found.ratio(found.dictionary().features())).isBetween(0.65, 0.85);
      assertThat(found.ratio(found.withTerm().features())).isBetween(0.35, 0.55);
    }
  }

  private static DigitResult published(DigitPlan plan) {
    return new DigitExperiment(plan, Device.cpu(), (stage, done, of) -> {})
        .run(WrittenDigits.write(20_000, Seed.of(2)), WrittenDigits.write(2000, Seed.of(3)));
  }

  private static void assertFallingOrder(PolysemanticitySummary more, PolysemanticitySummary less) {
    assertThat(less.distances().mean()).isLessThan(more.distances().mean());
    assertThat(less.distances().max()).isLessThan(more.distances().max());
    assertThat(less.distances().intra()).isLessThan(more.distances().intra());
    assertThat(less.clusters()).isLessThan(more.clusters());
  }
}
