package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class SparseProbingTest {
  private static final SparseProbing PROBING =
      new SparseProbing(List.of(1, 2), 200, 100, 5, Seed.of(2));

  /**
   * Three classes by turns. Feature {@code c} fires exactly on class c; features 3 to 39 are noise;
   * the activations hold the class in the sum of two noisy dimensions.
   */
  private static ProbeExamples examples(int count) {
    SplittableRandom random = Seed.of(1).random();
    float[][] activations = new float[count][4];
    float[][] features = new float[count][40];
    List<ExampleLabel> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = i % 3;
      for (int f = 3; f < 40; f++) {
        features[i][f] = random.nextDouble() < 0.3 ? (float) random.nextDouble() : 0;
      }
      features[i][label] = 3;
      for (int d = 0; d < 4; d++) {
        activations[i][d] = (float) random.nextGaussian();
      }
      float noise = (float) (20 * random.nextGaussian());
      activations[i][0] = (label == 0 ? 15 : 0) + noise;
      activations[i][1] = (label == 0 ? 15 : 0) - noise;
      labels.add(new ExampleLabel("abc".substring(label, label + 1), i));
    }
    return Examples.of(activations, features, labels);
  }

  @Test
  void oneFeatureTellsWhatNoSingleDimensionTells() {
    SparseProbingReport report = PROBING.measure(examples(900));
    assertThat(report.classes()).containsOnlyKeys("a", "b", "c");
    assertThat(report.leftOut()).isEmpty();
    Map<String, Double> a = report.classes().get("a");
    assertThat(a.get("sae_top_1_test_accuracy")).isEqualTo(1);
    assertThat(a.get("sae_test_accuracy")).isEqualTo(1);
    assertThat(a.get("llm_test_accuracy")).isGreaterThan(0.95);
    assertThat(a.get("llm_top_1_test_accuracy")).isLessThan(0.85);
    assertThat(a.get("llm_top_2_test_accuracy")).isGreaterThan(0.95);
    assertThat(a.get("sae_random_1_test_accuracy")).isBetween(0.3, 0.9);
    assertThat(report.means().get("sae_top_1_test_accuracy")).isEqualTo(1);
  }

  @Test
  void theSeedDecidesEverything() {
    ProbeExamples examples = examples(600);
    assertThat(PROBING.measure(examples)).isEqualTo(PROBING.measure(examples));
    SparseProbing other = new SparseProbing(List.of(1, 2), 200, 100, 5, Seed.of(3));
    assertThat(other.measure(examples)).isNotEqualTo(PROBING.measure(examples));
  }

  @Test
  void groupsAreNeverDivided() {
    List<ExampleLabel> labels = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      labels.add(new ExampleLabel("a", i / 10));
    }
    ProbeExamples examples = Examples.of(new float[300][1], new float[300][1], labels);
    ExampleSplit split = ExampleSplit.of(examples, 0.2, Seed.of(1));
    assertThat(split.train().length + split.test().length).isEqualTo(300);
    assertThat(split.test()).hasSize(60);
    for (int tested : split.test()) {
      for (int trained : split.train()) {
        assertThat(trained / 10).isNotEqualTo(tested / 10);
      }
    }
  }

  @Test
  void everyLabelHasItsShareOfTheTest() {
    List<ExampleLabel> labels = new ArrayList<>();
    for (int i = 0; i < 111; i++) {
      String label = i < 100 ? "many" : i < 108 ? "eight" : i < 110 ? "two" : "one";
      labels.add(new ExampleLabel(label, i));
    }
    ProbeExamples examples = Examples.of(new float[111][1], new float[111][1], labels);
    ExampleSplit split = ExampleSplit.of(examples, 0.2, Seed.of(1));
    Map<String, Long> tested =
        Arrays.stream(split.test())
            .mapToObj(examples::label)
            .collect(Collectors.groupingBy(label -> label, Collectors.counting()));
    assertThat(tested).isEqualTo(Map.of("many", 20L, "eight", 2L, "two", 1L));
    assertThat(ExampleSplit.of(examples, 0.2, Seed.of(2)).test()).isNotEqualTo(split.test());
  }

  @Test
  void bothSidesAreBalancedAndBounded() {
    boolean[] positive = new boolean[50];
    for (int i = 0; i < 12; i++) {
      positive[i * 4] = true;
    }
    int[] all = ExampleSplit.balanced(Examples.all(50), positive, 1000, Seed.of(1));
    assertThat(all).hasSize(24).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(all).filter(i -> positive[i]).count()).isEqualTo(12);
    assertThat(ExampleSplit.balanced(Examples.all(50), positive, 10, Seed.of(1))).hasSize(10);
  }

  @Test
  void classesWithFewExamplesAreNamed() {
    SparseProbingReport report = PROBING.withLeastExamples(11).measure(uneven());
    assertThat(report.classes()).containsOnlyKeys("a", "b");
    assertThat(report.leftOut()).hasSize(1);
    LabelCount c = report.leftOut().get(0);
    assertThat(c.label()).isEqualTo("c");
    assertThat(c.train() + c.test()).isEqualTo(10);
    assertThat(
            ((Map<?, ?>) SparseProbingReport.toMap(List.of(report)).get("eval_result_unstructured"))
                .get("test_results"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("least_examples", 11L)
        .containsEntry("classes_left_out", List.of(c.toMap()));
  }

  /** Of the third class only the first ten are kept. */
  private static ProbeExamples uneven() {
    ProbeExamples all = examples(600);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (i % 3 != 2 || i < 30) {
        kept.add(i);
      }
    }
    float[][] activations = new float[kept.size()][4];
    float[][] features = new float[kept.size()][];
    List<ExampleLabel> labels = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      features[i] = all.features().toDense(kept.get(i));
      labels.add(new ExampleLabel(all.label(kept.get(i)), i));
    }
    return Examples.of(activations, features, labels);
  }

  @Test
  void noClassWithExamplesEnoughLeavesNoMeans() {
    SparseProbingReport report = PROBING.withLeastExamples(90).measure(examples(300));
    assertThat(report.classes()).isEmpty();
    assertThat(report.means()).isEmpty();
    assertThat(report.leftOut()).extracting(LabelCount::label).containsExactly("a", "b", "c");
    SparseProbingReport other = PROBING.measure(examples(300));
    Map<String, Object> json = SparseProbingReport.toMap(List.of(report, other));
    assertThat((List<?>) json.get("eval_result_details")).hasSize(1);
    assertThat(json.get("eval_result_metrics"))
        .isEqualTo(SparseProbingReport.toMap(List.of(other)).get("eval_result_metrics"));
  }

  @Test
  void progressIsTold() {
    List<Long> told = new ArrayList<>();
    PROBING.measure(examples(300), told::add);
    assertThat(told).containsExactly(1L, 2L, 3L);
  }

  @Test
  void theJsonHasTheNamesOfSaeBench() {
    SparseProbingReport report = PROBING.measure(examples(300));
    Map<String, Object> json = SparseProbingReport.toMap(List.of(report, report));
    assertThat(json)
        .containsEntry("eval_type_id", "sparse_probing")
        .containsKeys("eval_result_metrics", "eval_result_details", "eval_result_unstructured");
    Map<?, ?> metrics = (Map<?, ?>) json.get("eval_result_metrics");
    assertThat(((Map<?, ?>) metrics.get("sae")).get("sae_top_1_test_accuracy"))
        .isEqualTo(report.means().get("sae_top_1_test_accuracy"));
    assertThat(((Map<?, ?>) metrics.get("llm")).keySet().stream().map(String::valueOf))
        .containsExactly("llm_test_accuracy", "llm_top_1_test_accuracy", "llm_top_2_test_accuracy");
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> new SparseProbing(List.of(), 4, 4, 1, Seed.of(1)))
        .hasMessage("ks: expected at least 1, got 0");
    assertThatThrownBy(() -> new SparseProbing(List.of(0), 4, 4, 1, Seed.of(1)))
        .hasMessage("k: expected at least 1, got 0");
    assertThatThrownBy(
            () ->
                ProbeExamples.of("x", new float[2][1], Examples.sparse(new float[1][1]), List.of()))
        .hasMessage("examples: expected features and labels of all 2, got 1 and 0");
  }

  @Test
  void anInterruptEndsIt() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> PROBING.measure(examples(300)))
          .isInstanceOf(CancellationException.class)
          .hasMessage("sparse probing, classes: interrupted after 0");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
