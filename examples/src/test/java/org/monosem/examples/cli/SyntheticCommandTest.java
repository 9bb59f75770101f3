package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.sae.training.PublishedRecipe;

class SyntheticCommandTest {
  private static final List<Object> SMALL =
      List.of(
          "--atoms",
          12,
          "--d-in",
          8,
          "--l0",
          1.5,
          "--features",
          16,
          "--steps",
          20,
          "--batch",
          64,
          "--test-rows",
          500);

  @Test
  void everyRecipeHasALine() {
    Map<String, Object> result = Workbench.run("synthetic", SMALL).json();
    assertThat(result).containsOnlyKeys("atoms", "d_in", "recovery").containsEntry("atoms", 12L);
    List<?> lines = (List<?>) result.get("recovery");
    assertThat(lines.stream().map(line -> String.valueOf(((Map<?, ?>) line).get("recipe"))))
        .containsExactlyElementsOf(PublishedRecipe.names());
    for (Object line : lines) {
      assertThat(((Map<?, ?>) line).keySet().stream().map(String::valueOf))
          .contains("mmcs_atoms", "mmcs_features", "recovered", "f1", "explained_variance");
      assertThat((Double) ((Map<?, ?>) line).get("mmcs_atoms")).isBetween(0.2, 1.0);
    }
  }

  @Test
  void theSeedDecides() {
    Object[] words = {
      "synthetic",
      "--atoms",
      12,
      "--d-in",
      8,
      "--l0",
      1.5,
      "--features",
      16,
      "--steps",
      5,
      "--batch",
      64,
      "--recipes",
      "topk",
      "--parents",
      3,
      "--exclusive",
      "--correlation",
      0.5,
      "--json",
      "--seed",
      3
    };
    Map<String, Object> one = CommandRun.of(words).json();
    assertThat(CommandRun.of(words).json()).isEqualTo(one);
    words[words.length - 1] = 4;
    assertThat(CommandRun.of(words).json()).isNotEqualTo(one);
  }

  @Test
  void itCanBeStopped() {
    CommandRun run = CommandRun.askedToStop(() -> true, Workbench.words("synthetic", SMALL));
    assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(run.complaint()).startsWith("monosem: ");
  }

  @Test
  void aCoefficientTakesEffect() {
    assertThat(explainedVariance("2024=0.01")).isGreaterThan(explainedVariance("2024=50") + 0.1);
  }

  private static double explainedVariance(String coefficient) {
    List<Object> words = new ArrayList<>(SMALL);
    words.addAll(List.of("--recipes", "2024", "--l1", coefficient, "--learning-rate", 0.02));
    Map<String, Object> result = Workbench.run("synthetic", words).json();
    Object line = ((List<?>) result.get("recovery")).get(0);
    return ((Number) ((Map<?, ?>) line).get("explained_variance")).doubleValue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--recipes | 2023,nonsense | --recipes: expected one of 2023, 2024, topk, batch-topk,"
            + " matryoshka, jumprelu, gated, p-anneal, got nonsense",
        "--recipes | topk,topk | --recipes: expected each value once, got [topk, topk]",
        "--l1 | topk=3 | --l1: topk has no coefficient, use --k",
        "--l1 | nonsense=3 | --l1: expected one of 2023, 2024, topk, batch-topk, matryoshka,"
            + " jumprelu, gated, p-anneal, got nonsense",
        "--k | 0 | --k: expected at least 1, got 0",
      })
  void wrongRecipesAreRefused(String option, String value, String complaint) {
    CommandRun run = CommandRun.of("synthetic", option, value);
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).isEqualTo("monosem: " + complaint);
  }
}
