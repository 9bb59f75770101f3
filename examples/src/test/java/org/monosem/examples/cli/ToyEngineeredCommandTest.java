package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.json.StrictJson;

class ToyEngineeredCommandTest {
  @TempDir private Path folder;

  private Object[] options(Object... more) {
    List<Object> all = new ArrayList<>(List.of("toy", "engineered", "--quick", "--json"));
    all.addAll(List.of("--features", 16, "--batch", 64, "--seeds", 2));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void everyWidthIsTrainedWithBothStartsAndLeavesItsCurves() {
    Map<String, Object> json =
        CommandRun.of(
                options(
                    "--dims",
                    8,
                    "--steps",
                    40,
                    "--units",
                    "12,24",
                    "--out",
                    folder,
                    "--activation",
                    "gelu"))
            .json();
    assertThat(json)
        .containsEntry("complete", true)
        .containsEntry("activation", "gelu")
        .containsEntry("steps", 40L)
        .containsEntry("initial_bias", -1.0);
    // 5.9 / (0.003 * 20)
    assertThat((double) json.get("bias_decay")).isBetween(98.0, 99.0);
    assertThat(lines(json, "widths")).extracting("units").containsExactly(12L, 24L);
    assertThat(lines(json, "models"))
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).containsEntry("step", 40L))
        .extracting("initial_bias")
        .containsOnly(0.0, -1.0);
    assertThat(lines(json, "curves"))
        .extracting("step")
        .startsWith(1L, 2L, 4L, 8L, 16L, 32L, 40L)
        .hasSize(14);
    assertThat(lines(json, "residual_spectrum")).hasSize(8);
    for (String plot : List.of("monosemantic", "loss", "bias", "width", "residual")) {
      assertThat(folder.resolve("engineered-" + plot + ".png")).isNotEmptyFile();
      assertThat(folder.resolve("engineered-" + plot + ".svg")).isNotEmptyFile();
    }
    assertThat(folder.resolve("engineered.json")).isNotEmptyFile();
  }

  @Test
  void aStopLeavesWhatWasMeasured() {
    AtomicInteger asked = new AtomicInteger();
    CommandRun run =
        CommandRun.askedToStop(
            () -> asked.incrementAndGet() > 30,
            options("--dims", 8, "--steps", 20, "--units", "12,24,48", "--optimiser", "adam"));
    assertThat(run.exit()).as(run.err()).isEqualTo(Main.EXIT_STOPPED);
    Map<String, Object> json = StrictJson.parseObject(run.out(), "standard output");
    assertThat(json).containsEntry("complete", false);
    assertThat(lines(json, "widths")).extracting("units").containsExactly(12L, 24L);
    assertThat((long) lines(json, "models").get(7).get("step")).isBetween(1L, 19L);
  }

  @Test
  void whatWasStoppedGoesOnAndEndsWithTheSameNumbers() throws Exception {
    List<Object> more = List.of("--dims", 8, "--steps", 20, "--units", "12,24", "--out");
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    CommandRun.of(options(with(more, whole))).json();
    // in the first width after step 8, which is measured anyway, and in the second after step 12
    for (int after : new int[] {7, 23}) {
      AtomicInteger asked = new AtomicInteger();
      CommandRun run =
          CommandRun.askedToStop(
              () -> asked.incrementAndGet() > after, options(with(more, stopped)));
      assertThat(run.exit()).as(run.err()).isEqualTo(Main.EXIT_STOPPED);
      assertThat(run.err()).contains("the same command goes on from what is saved in " + stopped);
      assertThat(StrictJson.readObject(stopped.resolve("engineered.json")))
          .containsEntry("complete", false);
      assertThat(stopped.resolve("engineered-loss.png")).doesNotExist();
    }
    CommandRun other = CommandRun.of(options(with(more, stopped, "--seed", 5)));
    assertThat(other.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(other.complaint()).contains("experiment.json: of a run with other settings: seed");
    CommandRun.of(options(with(more, stopped))).json();
    assertThat(Files.readString(stopped.resolve("engineered.json")))
        .isEqualTo(Files.readString(whole.resolve("engineered.json")));
    assertThat(stopped.resolve("checkpoints")).doesNotExist();
  }

  /** The series of the paper's table 1, each in small. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LR1 | --learning-rate 0.03 --init-bias 0 --bias-decay 0 | learning_rate | 0.03",
        "LR4 | --learning-rate 0.007 --frequency-law power_law | frequency_law | power_law",
        "B1 | --density 0.0625 --init-bias -0.5 --bias-decay 0.03 | bias_decay | 0.03",
        "B, GeLU | --activation gelu --init-bias -2 | activation | gelu",
        "E4 | --density 0.00390625 --bias-decay 0.001 | density | 0.00390625",
        "K2 | --units 5,20 --frequency-law power_law | complete | true",
        "RG1 | --l1 0.01 | penalty | 0.01",
        "RP1 | --task re_projector | task | re_projector",
        "D1 | --task absolute_value --units 32 | task | absolute_value",
        "SoLU | --activation x_exp_x --optimiser adam | optimiser | adam",
      })
  void everySeriesOfThePaperCanBeAskedFor(String series, String asked, String key, String value) {
    List<Object> more = new ArrayList<>(List.of("--dims", 8, "--steps", 2));
    more.addAll(List.of(asked.split(" ")));
    if (!asked.contains("--units")) {
      more.addAll(List.of("--units", 16));
    }
    Map<String, Object> json = CommandRun.of(options(more.toArray())).json();
    assertThat(json.get(key)).as(series).hasToString(value);
  }

  private static Object[] with(List<Object> options, Object... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toArray();
  }

  @Test
  void refusesWhatMakesNoSense() {
    refused("--dims", "features: expected at least dims=99, got 16", 99);
    refused("--units", "--units: expected each value once, got [3, 3]", "3,3");
    refused("--steps", "steps: expected at least 1, got 0", 0);
    refused("--bias-decay", "biasDecay: expected a finite number of at least 0, got -1.0", -1);
    refused("--density", "density: expected a number in (0, 1], got 2.0", 2);
  }

  private void refused(String option, String why, Object value) {
    CommandRun run =
        CommandRun.of(
            option.equals("--dims") ? options(option, value) : options("--dims", 8, option, value));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(why);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> lines(Map<String, Object> json, String table) {
    return (List<Map<String, Object>>) json.get(table);
  }
}
