package org.monosem.core.polysemanticity.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.label.SelectionPlan.Choice;
import org.monosem.core.random.Seed;

class SelectionTest {
  private static final SelectionPlan PUBLISHED = SelectionPlan.published();

  @Test
  void thePublishedPlanTakesTheTopPercent() {
    double[] activations = IntStream.range(0, 10_001).mapToDouble(i -> i * 7 % 10_001).toArray();
    List<Integer> top = TopTexts.select(activations, PUBLISHED);
    assertThat(top).hasSize(101).doesNotHaveDuplicates();
    assertThat(top.stream().map(text -> activations[text]).toList())
        .isEqualTo(IntStream.range(0, 101).mapToObj(i -> 10_000.0 - i).toList());
  }

  @Test
  void quantilesAreEvenlySpaced() {
    double[] activations = IntStream.range(0, 101).mapToDouble(i -> i).toArray();
    assertThat(TopTexts.select(activations, plan(0.5, 6, 5, 20, Choice.STRONGEST)))
        .containsExactly(100, 90, 80, 70, 60, 50);
    assertThat(TopTexts.select(activations, plan(0.5, 1, 5, 20, Choice.STRONGEST)))
        .containsExactly(100);
    assertThat(TopTexts.select(new double[] {1, 3, 3}, plan(0, 3, 5, 20, Choice.STRONGEST)))
        .containsExactly(1, 2, 0);
  }

  @Test
  void separateGroupsAreFoundWhateverTheSeed() {
    double[][] embeddings = new double[60][];
    double[] activations = new double[60];
    SplittableRandom random = Seed.of(8).random();
    for (int text = 0; text < 60; text++) {
      int group = text % 4 == 3 ? 2 : text % 2;
      embeddings[text] = new double[] {100 * group + random.nextDouble(), random.nextDouble()};
      activations[text] = random.nextDouble();
    }
    for (int seed = 0; seed < 5; seed++) {
      List<TextCluster> clusters =
          TextClusters.find(
              embeddings, activations, plan(0, 1, 3, 4, Choice.STRONGEST), Seed.of(seed));
      assertThat(clusters).extracting(one -> one.members().size()).containsExactly(30, 15, 15);
      assertThat(clusters)
          .allSatisfy(one -> assertThat(one.chosen()).isEqualTo(one.members().subList(0, 4)));
      assertThat(clusters.get(0).members()).allMatch(text -> text % 2 == 0);
      List<Double> strengths =
          clusters.get(0).members().stream().map(text -> activations[text]).toList();
      assertThat(strengths).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
  }

  @Test
  void theSameSeedGivesTheSameClustersAndCentralTextsAreNearTheCentre() {
    double[][] embeddings = {{0}, {1}, {5}, {100}};
    double[] activations = {1, 2, 3, 4};
    List<TextCluster> clusters =
        TextClusters.find(embeddings, activations, plan(0, 1, 2, 2, Choice.CENTRAL), Seed.of(2));
    assertThat(clusters)
        .containsExactly(
            new TextCluster(List.of(2, 1, 0), List.of(1, 0)),
            new TextCluster(List.of(3), List.of(3)))
        .isEqualTo(
            TextClusters.find(
                embeddings, activations, plan(0, 1, 2, 2, Choice.CENTRAL), Seed.of(2)));
  }

  @Test
  void fewerDifferentTextsMakeFewerClusters() {
    double[][] embeddings = {{1}, {2}, {1}};
    assertThat(TextClusters.find(embeddings, new double[3], PUBLISHED, Seed.of(1)))
        .containsExactly(
            new TextCluster(List.of(0, 2), List.of(0, 2)), new TextCluster(List.of(1), List.of(1)));
  }

  @Test
  void aFeatureIsLabelledByItsClusters() {
    List<String> texts = new ArrayList<>();
    double[] activations = new double[39];
    for (int text = 0; text < 39; text++) {
      texts.add(text % 2 == 0 ? "cat" : "dog");
      activations[text] = text;
    }
    List<List<String>> asked = new ArrayList<>();
    FeatureLabelling labelling =
        new FeatureLabelling(
            plan(0.5, 20, 2, 3, Choice.STRONGEST),
            words -> words.stream().map(SelectionTest::embedding).toArray(double[][]::new),
            cluster -> {
              asked.add(cluster);
              return cluster.get(0);
            });
    FeatureLabels labels =
        labelling.label(texts, activations, List.of("cow", "cow", "cow"), Seed.of(1));
    assertThat(labels.labels()).containsExactlyInAnyOrder("cat", "dog");
    assertThat(asked)
        .containsExactlyInAnyOrder(List.of("cat", "cat", "cat"), List.of("dog", "dog", "dog"));
    assertThat(labels.similarity()).isCloseTo(0.8, within(1e-12));
    assertThat(labels.random()).isCloseTo(1, within(1e-12));
    assertThat(labels.clusters().get(0).members()).hasSize(10).allMatch(text -> text >= 20);
    assertThat(labels.toMap()).containsEntry("sizes", List.of(10, 10)).containsKeys("similarity");
    assertThatThrownBy(
            () -> labelling.label(texts, new double[3], List.of("cow", "cow"), Seed.of(1)))
        .hasMessage(
            "labelling: expected an activation for each of 39 texts and at least 2 other labels, got 3 and 2");
    FeatureLabels one =
        labelling.label(List.of("cat"), new double[1], List.of("cow", "cow"), Seed.of(1));
    assertThat(one.similarity()).isNaN();
    assertThat(one.toMap()).containsOnlyKeys("labels", "sizes");
  }

  @Test
  void whatIsNoPlanIsRefused() {
    assertThatThrownBy(() -> plan(1, 1, 1, 1, Choice.CENTRAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from: expected a quantile in [0, 1), got 1.0");
    assertThatThrownBy(() -> plan(0, 0, 1, 1, Choice.CENTRAL))
        .hasMessage("steps: expected at least 1, got 0");
    assertThatThrownBy(() -> plan(0, 1, 0, 1, Choice.CENTRAL))
        .hasMessage("clusters: expected at least 1, got 0");
    assertThatThrownBy(() -> plan(0, 1, 1, 0, Choice.CENTRAL))
        .hasMessage("textsPerCluster: expected at least 1, got 0");
    assertThatThrownBy(() -> TopTexts.select(new double[0], PUBLISHED))
        .hasMessage("activations: expected at least one, got none");
    assertThatThrownBy(
            () -> TextClusters.find(new double[2][1], new double[3], PUBLISHED, Seed.of(1)))
        .hasMessage("activations: expected one for each of 2 embeddings, got 3");
  }

  private static double[] embedding(String word) {
    return switch (word) {
      case "cat" -> new double[] {1, 2};
      case "dog" -> new double[] {2, 1};
      default -> new double[] {1, 0};
    };
  }

  private static SelectionPlan plan(
      double from, int steps, int clusters, int texts, Choice choice) {
    return new SelectionPlan(from, steps, clusters, texts, choice);
  }
}
