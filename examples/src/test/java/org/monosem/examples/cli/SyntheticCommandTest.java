package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        .containsExactly("2023", "2024", "topk", "batch-topk", "matryoshka");
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
  void anUnknownRecipeIsRefused() {
    CommandRun run = CommandRun.of("synthetic", "--recipes", "2023,nonsense");
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint())
        .isEqualTo(
            "monosem: --recipes: expected some of 2023, 2024, topk, batch-topk, matryoshka, got"
                + " nonsense");
  }
}
