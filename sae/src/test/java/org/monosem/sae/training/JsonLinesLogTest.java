package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

class JsonLinesLogTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);

  @TempDir Path folder;

  @Test
  void everyNumberStandsUnderANameThatSaysItsReduction() throws Exception {
    Path file = folder.resolve("log/training.jsonl");
    TrainingPlan plan = TrainingPlan.of(recipe(), 32, new RunLength(30, 32), 3);
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan)
            .reportEvery(10)
            .listener(new JsonLinesLog(file))
            .build()) {
      trainer.train();
    }
    List<JsonObject> lines = read(file);
    assertThat(lines).extracting(line -> line.text("event")).startsWith("started", "progress");
    assertThat(lines).hasSize(4);
    JsonObject first = lines.get(1);
    assertThat(first.integer("tokens")).isEqualTo(320);
    double loss =
        first.number("squared_error.sum_over_d_in.mean_over_rows")
            + 5 * first.number("penalty.sum_over_features.mean_over_rows");
    assertThat(loss).isGreaterThanOrEqualTo(first.number("loss.mean_over_rows"));
    assertThat(first.number("explained_variance.global")).isLessThan(1);
    assertThat(first.number("l0.mean_over_rows")).isBetween(0.0, 32.0);
  }

  @Test
  void aResumedRunLeavesOneLineAStep() throws Exception {
    Path file = folder.resolve("training.jsonl");
    TrainingPlan plan = TrainingPlan.of(recipe(), 32, new RunLength(30, 32), 3);
    JsonLinesLog log = new JsonLinesLog(file);
    log.started(plan, 0);
    for (long step = 1; step <= 9; step++) {
      log.resampled(step, 1);
    }
    Files.writeString(file, Files.readString(file) + "{\"event\":\"prog");
    log.started(plan, 6);
    log.resampled(7, 2);
    assertThat(read(file))
        .extracting(line -> line.integer("step"))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  private static Recipe recipe() {
    return Recipe.aprilUpdate2024().withLearningRate(1e-3);
  }

  private static List<JsonObject> read(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .map(line -> new JsonObject("line", StrictJson.parseObject(line, "line")))
        .toList();
  }
}
