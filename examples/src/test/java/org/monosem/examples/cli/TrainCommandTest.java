package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.json.StrictJson;

/** What options of a training change, as its log tells it. */
class TrainCommandTest {
  private static final int STEPS = 32;

  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeACache() {
    bench = Workbench.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023", "2024", "gated", "p-anneal"})
  void aTargetTurnsTheCoefficient(String recipe) throws IOException {
    List<Map<String, Object>> free = log("free-" + recipe, "--recipe", recipe, "--l1", "0.5");
    List<Map<String, Object>> told =
        log("told-" + recipe, "--recipe", recipe, "--l1", "0.5", "--target-l0", "4");
    assertThat(values(free, "penalty_coefficient").get(STEPS - 1)).isEqualTo(0.5);
    double last = values(told, "penalty_coefficient").get(STEPS - 1);
    double l0 = values(told, "l0.mean_over_rows").get(STEPS - 9);
    assertThat(last).isNotEqualTo(0.5);
    assertThat(last > 0.5).as("%s at L0 %s", last, l0).isEqualTo(l0 > 4);
    assertThat(values(told, "penalty_coefficient").get(STEPS - 1))
        .isNotEqualTo(values(told, "penalty_coefficient").get(STEPS - 9));
  }

  @ParameterizedTest
  @CsvSource({
    "constant, '', 1, 1",
    "cosine, '', 0.5, 0",
    "cosine, --learning-rate-end 0.2, 0.6, 0.2",
    "linear, --learning-rate-decay 0.25, 1, 0.125",
    "linear, --learning-rate-decay 0, 1, 1"
  })
  void theRateFollowsItsSchedule(String how, String more, double halfway, double last)
      throws IOException {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "--schedule", how, "--learning-rate-warm-up", "0.25", "--learning-rate", "0.01"));
    options.addAll(more.isEmpty() ? List.of() : List.of((Object[]) more.split(" ")));
    List<Double> rates = values(log(how + more.hashCode(), options.toArray()), "learning_rate");
    assertThat(rates.get(1)).isCloseTo(0.01 * 2 / 8, within(1e-12));
    assertThat(rates.get(7)).isCloseTo(0.01, within(1e-12));
    assertThat(rates.get(19)).isCloseTo(0.01 * halfway, within(1e-12));
    assertThat(rates.get(STEPS - 1)).isCloseTo(0.01 * last, within(1e-12));
  }

  @Test
  void rowsOfHighNormAreLeftOutAndCounted() throws IOException {
    assertThat(values(log("all-norms"), "high_norm_rows")).containsOnly(0.0);
    List<Map<String, Object>> within = log("within", "--max-norm-ratio", "1");
    List<Double> rows = values(within, "high_norm_rows");
    assertThat(rows).isSorted();
    // About half of the rows lie above the median.
    assertThat(rows.get(STEPS - 1)).isBetween(0.4 * STEPS * 64, 0.6 * STEPS * 64);
  }

  @Test
  void whatTermsAddIsToldByName() throws IOException {
    Object[] terms = {"--embedding-term", "0.5", "--decorrelation", "0.001"};
    List<Double> embedding = values(log("terms", terms), "term.embedding.weighted.mean_over_steps");
    assertThat(embedding).hasSize(STEPS).allSatisfy(value -> assertThat(value).isBetween(0.0, 0.5));
    assertThat(embedding.get(STEPS - 1)).isLessThan(embedding.get(0));
    List<Object> options = new ArrayList<>(List.of("--cache", bench.cache()));
    options.addAll(List.of("--out", folder.resolve("told"), "--features", 64, "--steps", 4));
    options.addAll(List.of("--batch", 64, "--costs", "fixed"));
    options.addAll(List.of(terms));
    CommandRun run = Workbench.run("train", options);
    assertThat(run.err())
        .containsPattern("EV -?[0-9.]+, embedding 0\\.[0-9]+, decorrelation 0\\.[0-9]+");
    assertThat(run.json().get("training").toString())
        .contains("term.embedding.weighted.mean_over_steps", "loss_with_terms.mean_over_rows");
  }

  @Test
  void aSweepVariesTargets() {
    List<Object> options =
        List.of(
            "--cache",
            bench.cache(),
            "--out",
            folder.resolve("targets"),
            "--features",
            16,
            "--recipe",
            "2024,jumprelu",
            "--target-l0",
            "4,8",
            "--steps",
            8,
            "--batch",
            64,
            "--evaluation-rows",
            500,
            "--costs",
            "fixed");
    assertThat(Workbench.run("sweep", options).json().get("dictionaries").toString())
        .contains("2024-features-16-target-l0-4-seed-0", "2024-features-16-target-l0-8-seed-0")
        .contains("jumprelu-features-16-target-l0-8-seed-0");
    assertThat(folder.resolve("targets/2024-features-16-target-l0-8-seed-0/log.jsonl"))
        .content()
        .contains("\"TargetL0Control\"", "\"targetL0\":8.0");
  }

  /** Trains with a report at every step, and returns the reports. */
  private static List<Map<String, Object>> log(String name, Object... options) throws IOException {
    Path out = folder.resolve(name);
    List<Object> all = new ArrayList<>(List.of("--cache", bench.cache(), "--out", out));
    all.addAll(List.of("--features", 64, "--steps", STEPS, "--batch", 64, "--costs", "fixed"));
    all.addAll(List.of("--report-every", 1));
    all.addAll(List.of(options));
    Workbench.run("train", all).json();
    List<Map<String, Object>> reports = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("log.jsonl"))) {
      Map<String, Object> event = StrictJson.parseObject(line, name);
      if ("progress".equals(event.get("event"))) {
        reports.add(event);
      }
    }
    return reports;
  }

  private static List<Double> values(List<Map<String, Object>> reports, String key) {
    return reports.stream().map(report -> ((Number) report.get(key)).doubleValue()).toList();
  }
}
