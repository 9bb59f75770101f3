package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.json.StrictJson;

class ToyCommandTest {
  @TempDir private Path folder;

  @Test
  void capacityIsThatOfTheTheory() {
    Map<String, Object> result = run("capacity", "--out", folder);
    assertThat(number(result.get("max_difference_from_closed_form"))).isBetween(0.0, 1e-3);
    assertThat(rows(result, "random_problems")).hasSize(6);
    List<?> example = (List<?>) rows(result, "examples").get(0).get("capacities");
    double[] expected = {0.895, 0.859, 0.804, 0.365, 0.077, 0};
    for (int i = 0; i < 6; i++) {
      assertThat(number(example.get(i))).isCloseTo(expected[i], within(1e-3));
    }
    assertLeft(result, "capacity", "capacity-by-importance", "capacity-of-two");
    assertThat(folder.resolve("capacity-by-sparsity.png")).isRegularFile();
  }

  @Test
  void theSeedDecidesTheProblems() {
    Object one = run("capacity", "--seeds", 2).get("random_problems");
    assertThat((List<?>) one).hasSize(2);
    assertThat(run("capacity", "--seeds", 2).get("random_problems")).isEqualTo(one);
    assertThat(run("capacity", "--seeds", 2, "--seed", 1).get("random_problems")).isNotEqualTo(one);
  }

  @Tag("long")
  @Test
  void sparserFeaturesShareMore() {
    Map<String, Object> result = run("superposition", "--out", folder);
    assertThat(number(result.get("shared_if_sparsest"))).isEqualTo(5);
    assertThat(rows(result, "demonstration")).hasSize(10);
    for (Map<String, Object> line : rows(result, "geometry")) {
      assertThat(number(line.get("total_capacity"))).isLessThanOrEqualTo(6 + 1e-6);
    }
    assertThat(number(result.get("dims_per_feature_if_densest"))).isCloseTo(1, within(0.1));
    assertThat(number(result.get("dims_per_feature_if_sparsest"))).isLessThan(0.25);
    assertLeft(
        result,
        "superposition",
        "superposition-norms",
        "superposition-capacities",
        "superposition-dims-per-feature",
        "superposition-dimensionality");
  }

  @Tag("long")
  @Test
  void collisionsAreFewerInWiderNetworks() {
    Map<String, Object> result = run("collisions", "--seeds", 4, "--out", folder);
    List<Map<String, Object>> collisions = rows(result, "collisions");
    assertThat(collisions).hasSize(5);
    assertThat((List<?>) collisions.get(0).get("by_network")).hasSize(4);
    assertThat(number(collisions.get(0).get("polysemantic")))
        .isGreaterThan(number(collisions.get(4).get("polysemantic")));
    assertThat(number(result.get("norm_slope"))).isCloseTo(1, within(0.12));
    assertThat(number(result.get("survivors_slope"))).isCloseTo(1, within(0.12));
    List<Map<String, Object>> noise = rows(result, "noise");
    assertThat(noise.get(1)).containsEntry("noise", "bernoulli").containsEntry("sigma", 0.15);
    assertThat(number(noise.get(1).get("fourth_power_at_end"))).isGreaterThan(0.5);
    assertThat(noise.get(3)).containsEntry("noise", "normal");
    assertThat(number(noise.get(3).get("fourth_power_at_end"))).isLessThan(0.25);
    assertLeft(
        result,
        "collisions",
        "collisions",
        "sparsification-norm",
        "sparsification-survivors",
        "noise");
  }

  @ParameterizedTest
  @CsvSource({"capacity", "superposition", "collisions"})
  void anExperimentCanBeStopped(String experiment) {
    CommandRun run =
        CommandRun.askedToStop(() -> true, "toy", experiment, "--quick", "--out", folder);
    assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(run.complaint()).isEqualTo("monosem: stopped");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "toy | an experiment is needed",
        "toy nonsense | 'nonsense'",
        "toy capacity --seeds 0 | --seeds: expected at least 1, got 0",
        "toy superposition --quick --seeds many | '--seeds'",
        "toy collisions --device tpu | --device: expected cpu or gpuN, got tpu",
      })
  void wrongUsageIsToldByName(String line, String named) {
    CommandRun run = CommandRun.of((Object[]) line.strip().split(" "));
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).contains(named);
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run = CommandRun.of("toy", "capacity", "--quick", "--out", file);
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint()).contains("expected a folder to write in, got the file");
  }

  private static Map<String, Object> run(String experiment, Object... more) {
    Object[] words = new Object[more.length + 4];
    words[0] = "toy";
    words[1] = experiment;
    words[2] = "--quick";
    words[3] = "--json";
    System.arraycopy(more, 0, words, 4, more.length);
    return CommandRun.of(words).json();
  }

  /** The numbers printed were written too, beside every plot in both forms. */
  private void assertLeft(Map<String, Object> printed, String experiment, String... plots) {
    Map<String, Object> written = StrictJson.readObject(folder.resolve(experiment + ".json"));
    written.put("out", folder.toString());
    assertThat(printed).isEqualTo(written);
    for (String plot : plots) {
      assertThat(folder.resolve(plot + ".png")).isRegularFile();
      assertThat(folder.resolve(plot + ".svg")).isRegularFile();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Map<String, Object> result, String table) {
    return (List<Map<String, Object>>) result.get(table);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
