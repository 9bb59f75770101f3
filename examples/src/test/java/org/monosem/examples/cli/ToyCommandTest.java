package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
    CommandRun run = CommandRun.askedToStop(() -> true, "toy", experiment, "--quick");
    assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(run.complaint()).isEqualTo("monosem: stopped");
    assertThat(run.err()).contains("stopped; without --out nothing of it is kept");
  }

  @Test
  void whatWasStoppedGoesOnAndEndsWithTheSameNumbers() throws Exception {
    Object[] command = {
      "toy",
      "collisions",
      "--quick",
      "--features",
      8,
      "--units",
      "8,16",
      "--steps",
      300,
      "--seeds",
      2,
      "--json",
      "--out"
    };
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    Map<String, Object> expected = CommandRun.of(with(command, whole)).json();
    assertThat(rows(expected, "collisions")).extracting("units").containsExactly(8L, 16L);
    // once in the noise, once in the second width
    for (int after : new int[] {50, 153}) {
      AtomicInteger asked = new AtomicInteger();
      CommandRun run =
          CommandRun.askedToStop(() -> asked.incrementAndGet() > after, with(command, stopped));
      assertThat(run.exit()).as(run.err()).isEqualTo(Main.EXIT_STOPPED);
      assertThat(run.err()).contains("the same command goes on from what is saved in " + stopped);
      assertThat(stopped.resolve("collisions.json")).doesNotExist();
    }
    CommandRun other = CommandRun.of(with(command, stopped, "--l1", 0.01));
    assertThat(other.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(other.complaint())
        .contains("experiment.json: of a run with other settings: ")
        .contains("plan.collisions[0].penalty was 0.001, is now 0.01; give the same or another");
    CommandRun last = CommandRun.of(with(command, stopped));
    assertThat(last.err()).contains("going on with what was stopped before in " + stopped);
    assertThat(last.json()).containsEntry("out", stopped.toString());
    assertThat(Files.readString(stopped.resolve("collisions.json")))
        .isEqualTo(Files.readString(whole.resolve("collisions.json")));
    assertThat(stopped.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void problemsThatWereSolvedAreNotSolvedAgain() throws Exception {
    Object[] command = {"toy", "capacity", "--quick", "--seeds", 1, "--out", folder};
    AtomicInteger asked = new AtomicInteger();
    CommandRun.askedToStop(() -> asked.incrementAndGet() > 30, command);
    Path kept = folder.resolve("checkpoints").resolve("capacity").resolve("problem-0.json");
    assertThat(StrictJson.readObject(kept)).containsOnlyKeys("capacities", "loss");
    // an answer that no search gives shows that it is taken
    Files.writeString(kept, "{\"capacities\": [0, 0, 0, 0, 0, 0], \"loss\": 1.5}");
    Map<String, Object> result = CommandRun.of(with(command, "--json")).json();
    assertThat(number(result.get("max_difference_from_closed_form"))).isGreaterThan(0.89);
    assertThat(folder.resolve("checkpoints")).doesNotExist();
  }

  private static Object[] with(Object[] command, Object... more) {
    return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray();
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
        "toy collisions --units 8,8 | --units: expected each value once, got [8, 8]",
        "toy collisions --features 0 | features: expected at least 1, got 0",
        "toy collisions --l1 -1 | penalty: expected a finite number of at least 0, got -1.0",
      })
  void wrongUsageIsToldByName(String line, String named) {
    CommandRun run = CommandRun.of((Object[]) line.strip().split(" "));
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).contains(named);
  }

  /** No machine has so many; the error comes before any work. */
  @ParameterizedTest
  @CsvSource({"superposition", "collisions", "engineered"})
  void aDeviceThatIsNotThereIsRefused(String experiment) {
    CommandRun run =
        CommandRun.of("toy", experiment, "--quick", "--device", "gpu99", "--out", folder);
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint()).contains("device gpu99: not usable here");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theProcessorMayBeNamed() {
    Object[] options = {"--features", 4, "--dims", 2, "--units", 4, "--steps", 20, "--seeds", 1};
    assertThat(run("engineered", with(options, "--device", "cpu")))
        .isEqualTo(run("engineered", options));
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
