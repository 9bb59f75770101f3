package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.json.StrictJson;
import org.monosem.core.random.Seed;

class UnitMeaningsTest {
  private NDManager manager;
  private UnitWeights ones;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    ones = new UnitWeights(manager.ones(new Shape(1, 2)), manager.zeros(new Shape(1)));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /**
   * Directions (1, 0), (4, 3) / 5, (3, 4) / 5 and (-1, 0): cosines 0.8, 0.6, 0.96 and opposites.
   */
  private static UnitExamples fan() {
    return examples(new float[][] {{2, 0}, {4, 3}, {3, 4}, {-1, 0}});
  }

  @Test
  void whatHangsTogetherIsAMeaning() {
    UnitMeanings found = UnitMeanings.of(fan(), ones, options(0.7));
    // 0 - 1 and 1 - 2 are joined, and so 0 and 2 are; 1 is in the middle: (0.8 + 0.96) / 2
    assertThat(found.meanings())
        .extracting(Meaning::members)
        .containsExactly(List.of(0, 1, 2), List.of(3));
    assertThat(found.meanings()).extracting(Meaning::central).containsExactly(1, 3);
    assertThat(found.meanings().get(0).cohesion()).isCloseTo(0.88, within(1e-12));
    assertThat(found.meanings().get(1).cohesion()).isEqualTo(1);
  }

  @Test
  void distancesOverPairs() {
    EmbeddingDistances distances = UnitMeanings.of(fan(), ones, options(0.7)).distances();
    assertThat(distances.mean()).isCloseTo((0.2 + 0.4 + 0.04 + 2 + 1.8 + 1.6) / 6, within(1e-12));
    assertThat(distances.max()).isCloseTo(2, within(1e-12));
    assertThat(distances.intra()).isCloseTo((0.2 + 0.4 + 0.04) / 3, within(1e-12));
    assertThat(distances.inter()).isCloseTo((2 + 1.8 + 1.6) / 3, within(1e-12));
  }

  @Test
  void distancesOverMeanings() {
    MeaningOptions options = options(0.9).withAverage(DistanceAverage.MEANINGS);
    UnitMeanings found = UnitMeanings.of(fan(), ones, options);
    assertThat(found.meanings())
        .extracting(Meaning::members)
        .containsExactly(List.of(1, 2), List.of(0), List.of(3));
    EmbeddingDistances distances = found.distances();
    assertThat(distances.intra()).isCloseTo((0.04 + 0 + 0) / 3, within(1e-12));
    assertThat(distances.inter()).isCloseTo((0.3 + 1.7 + 2) / 3, within(1e-12));
    assertThat(distances.max()).isCloseTo(2, within(1e-12));
  }

  @Test
  void theUnitsWeightsDecideWhatIsAlike() {
    UnitExamples two = examples(new float[][] {{3, 4}, {3, -4}});
    UnitWeights first =
        new UnitWeights(
            manager.create(new float[] {9, 9, 1, 0}, new Shape(2, 2)), manager.zeros(new Shape(2)));
    UnitExamples ofSecond =
        UnitExamples.of(1, 2, two.examples(), new float[][] {two.input(0), two.input(1)});
    assertThat(UnitMeanings.of(ofSecond, first, options(0.9)).distances().mean()).isZero();
    assertThat(UnitMeanings.of(two, first, options(0.9)).distances().mean())
        .isCloseTo(1 + 7 / 25.0, within(1e-12));
  }

  @Test
  void componentsAsAFloodFillFindsThem() {
    SplittableRandom random = Seed.of(4).random();
    for (int count : new int[] {1, 2, 30, 100}) {
      float[][] inputs = new float[count][2];
      for (float[] input : inputs) {
        double angle = 2 * Math.PI * random.nextDouble();
        input[0] = (float) Math.cos(angle);
        input[1] = (float) Math.sin(angle);
      }
      for (double threshold : new double[] {-1, 0.5, 0.99, 0.9999}) {
        List<Meaning> found =
            UnitMeanings.of(examples(inputs), ones, options(threshold)).meanings();
        List<List<Integer>> expected = slow(inputs, threshold);
        assertThat(found)
            .extracting(Meaning::members)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found)
            .isSortedAccordingTo((a, b) -> Integer.compare(b.members().size(), a.members().size()));
      }
    }
  }

  @Test
  void withoutPairsThereIsNothingToMeasure() {
    UnitMeanings none = UnitMeanings.of(examples(new float[0][]), ones, options(0.9));
    assertThat(none.meanings()).isEmpty();
    assertThat(none.distances().mean()).isNaN();
    UnitMeanings one = UnitMeanings.of(examples(new float[][] {{1, 2}}), ones, options(0.9));
    assertThat(one.meanings()).containsExactly(new Meaning(0, List.of(0), 1));
    assertThat(one.distances().max()).isNaN();
    assertThat(one.toMap()).doesNotContainKeys("meanDistance", "interClusterDistance");
  }

  @Test
  void anEmbeddingOfZerosIsLikeNoOther() {
    UnitMeanings found =
        UnitMeanings.of(examples(new float[][] {{0, 0}, {0, 0}, {1, 0}}), ones, options(0.9));
    assertThat(found.meanings()).hasSize(3);
    assertThat(found.distances().mean()).isEqualTo(1);
  }

  @Test
  void asJson() {
    assertThat(StrictJson.writeLine(UnitMeanings.of(fan(), ones, options(0.97)).toMap()))
        .startsWith("{\"unit\":0,\"maximum\":9.0,\"meanDistance\":1.006")
        .contains("\"examples\":[{\"document\":0,\"position\":0,\"activation\":9.0},")
        .contains("\"meanings\":[{\"central\":0,\"members\":[0],\"cohesion\":1.0},")
        .doesNotContain("intra");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> options(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold: expected a number in [-1, 1), got 1.0");
    assertThatThrownBy(
            () -> UnitMeanings.of(examples(new float[][] {{1, 2, 3}}), ones, options(0.5)))
        .hasMessage("inputs: expected [rows, dIn=2] of floats or doubles, got float32 (1, 3)");
    UnitExamples other = UnitExamples.of(5, 1, List.of(), new float[0][]);
    assertThatThrownBy(() -> UnitMeanings.of(other, ones, options(0.5)))
        .hasMessage("unit: expected one of 1 from 0 on, got 5");
    assertThatThrownBy(() -> other.inputs(manager)).hasMessage("unit 5 has no examples");
    assertThatThrownBy(() -> UnitExamples.of(0, 1, List.of(), new float[1][2]))
        .hasMessage("inputs: expected one an example, 0, got 1");
  }

  @Test
  void nothingLeaks() {
    int before = manager.getManagedArrays().size();
    UnitMeanings.of(fan(), ones, options(0.7));
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  static UnitExamples examples(float[][] inputs) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      examples.add(new Example(i, 0, 9 - i * 0.01f));
    }
    return UnitExamples.of(0, 9, examples, inputs);
  }

  private static MeaningOptions options(double threshold) {
    return MeaningOptions.standard().withThreshold(threshold);
  }

  private static List<List<Integer>> slow(float[][] inputs, double threshold) {
    List<List<Integer>> components = new ArrayList<>();
    Set<Integer> left = new TreeSet<>();
    for (int i = 0; i < inputs.length; i++) {
      left.add(i);
    }
    while (!left.isEmpty()) {
      Set<Integer> component = new TreeSet<>(Set.of(left.iterator().next()));
      boolean grown = true;
      while (grown) {
        grown = false;
        for (int candidate : left) {
          if (component.stream().anyMatch(i -> cosine(inputs[i], inputs[candidate]) > threshold)) {
            grown |= component.add(candidate);
          }
        }
      }
      left.removeAll(component);
      components.add(List.copyOf(component));
    }
    return components;
  }

  private static double cosine(float[] a, float[] b) {
    return ((double) a[0] * b[0] + (double) a[1] * b[1])
        / (Math.hypot(a[0], a[1]) * Math.hypot(b[0], b[1]));
  }
}
