package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.deadfeature.ResamplingSchedule;

/** An interrupted and resumed run ends with the bits of an uninterrupted one. */
class ExactResumeTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);
  private static final StepCosts COSTS = new StepCosts(30, 9, 20, 70);
  private static final RunLength LENGTH = new RunLength(40, 32);

  @TempDir Path folder;

  record Interruption(Recipe recipe, List<Integer> stops) {}

  static Stream<Interruption> interruptions() {
    Recipe april = Recipe.aprilUpdate2024().withLearningRate(1e-2);
    Recipe bricken =
        Recipe.towardsMonosemanticity2023()
            .withLearningRate(1e-2)
            .withCoefficient(0.3)
            .withResampling(new ResamplingSchedule(List.of(10L, 20L), 64, 200, 0.2));
    return Stream.of(
        new Interruption(april, List.of(1)),
        new Interruption(april, List.of(17, 33)),
        new Interruption(bricken, List.of(9, 10)),
        new Interruption(bricken, List.of(11, 19, 20, 21)),
        new Interruption(controlled(april), List.of(7, 20)),
        new Interruption(controlled(april), List.of(16)),
        new Interruption(april.withMaxNormRatio(1.2), List.of(7, 20)),
        new Interruption(bricken.withMaxNormRatio(1.2), List.of(9, 10)));
  }

  private static Recipe controlled(Recipe recipe) {
    return recipe.withPenaltyControl(TargetL0Control.of(3));
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void theBitsAreThoseOfAnUninterruptedRun(Interruption interruption) {
    TrainingPlan plan = plan(interruption.recipe());
    List<byte[]> expected;
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      assertThat(trainer.train()).isTrue();
      expected = TrainerBytes.of(trainer);
    }
    for (int stop : interruption.stops()) {
      runUntil(plan, stop);
    }
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan).checkpoints(folder, 7).build()) {
      assertThat(trainer.step()).isEqualTo(last(interruption.stops()));
      assertThat(trainer.train()).isTrue();
      List<byte[]> got = TrainerBytes.of(trainer);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(got.get(i)).as("array %d", i).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void resamplingHappensInTheseRuns() {
    List<String> events = new ArrayList<>();
    Recipe recipe = interruptions().toList().get(2).recipe();
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan(recipe)).listener(new Recorder(events)).build()) {
      trainer.train();
    }
    assertThat(events).anyMatch(event -> event.matches("resampled 20 [1-9][0-9]*"));
  }

  @Test
  void theControlledCoefficientMovesInTheseRuns() {
    TrainingPlan plan = plan(controlled(Recipe.aprilUpdate2024().withLearningRate(1e-2)));
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      trainer.train();
      assertThat(trainer.state().penaltyLevel().factor()).isNotEqualTo(1);
    }
  }

  @Test
  void aCheckpointFromBeforeTheControlIsReadAsOneWithout() throws Exception {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 3);
    Path json = folder.resolve("step-000000000003/training_state.json");
    String now = Files.readString(json);
    String before = now.replaceFirst("\"penaltyControl\":\\s*\\{[^}]*},", "");
    assertThat(before).isNotEqualTo(now);
    Files.writeString(json, before);
    runUntil(plan, 5);
    TrainingPlan other = plan(controlled(Recipe.aprilUpdate2024()));
    assertThatThrownBy(() -> runUntil(other, 9)).hasMessageContaining("plan.recipe.penaltyControl");
  }

  @Test
  void onlyTheNewestCheckpointStaysAndHoldsADictionary() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 15);
    assertThat(folder.toFile().list()).containsExactly("step-000000000015");
    Path checkpoint = folder.resolve("step-000000000015");
    assertThat(checkpoint.toFile().list())
        .containsExactlyInAnyOrder(
            "cfg.json",
            "sae_weights.safetensors",
            "training_state.json",
            "training_state.safetensors");
  }

  @Test
  void aCheckpointOfAnotherPlanOrSourceIsRefusedByName() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 3);
    TrainingPlan other = plan(Recipe.aprilUpdate2024().withCoefficient(7));
    assertThatThrownBy(() -> runUntil(other, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plan.recipe.objective.coefficient was 5.0, is now 7.0");
    SyntheticAtoms fewer = new SyntheticAtoms(24, 16, 499, 9);
    assertThatThrownBy(
            () -> SaeTrainer.builder(fewer.source(), plan).checkpoints(folder, 100).build())
        .hasMessageContaining("source.rows was 500, is now 499");
  }

  @Test
  void aCheckpointOfAnotherOrderOfTheRowsIsRefused() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 3);
    TrainingData other = TrainingData.of(DATA.source(), 4);
    assertThatThrownBy(() -> SaeTrainer.builder(other, plan).checkpoints(folder, 100).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source.seed was 3, is now 4");
  }

  @Test
  void aResumedRunIsComputedAsItWasBegun() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 3);
    TrainingPlan other = plan.withCompute(ComputePlan.of(48, 7).withPrecision(Precision.BF16));
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), other).checkpoints(folder, 7).build()) {
      assertThat(trainer.step()).isEqualTo(3);
      assertThat(trainer.plan()).isEqualTo(plan);
    }
  }

  @Test
  void aMisspeltKeyInTheStateIsAnError() throws Exception {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024());
    runUntil(plan, 3);
    Path json = folder.resolve("step-000000000003/training_state.json");
    Files.writeString(json, Files.readString(json).replace("\"clipNorm\"", "\"clipnorm\""));
    assertThatThrownBy(() -> runUntil(plan, 5))
        .hasMessageContaining("unknown key \"clipnorm\"")
        .hasMessageContaining("recipe");
  }

  private void runUntil(TrainingPlan plan, int stop) {
    SaeTrainer[] self = new SaeTrainer[1];
    TrainingListener stopper =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            if (progress.step() == stop) {
              self[0].requestStop();
            }
          }
        };
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan)
            .checkpoints(folder, 7)
            .reportEvery(1)
            .listener(stopper)
            .build()) {
      self[0] = trainer;
      assertThat(trainer.train()).isFalse();
      assertThat(trainer.step()).isEqualTo(stop);
    }
  }

  private static TrainingPlan plan(Recipe recipe) {
    return TrainingPlan.of(recipe, 48, LENGTH, 3).withCosts(COSTS);
  }

  private static int last(List<Integer> stops) {
    return stops.get(stops.size() - 1);
  }

  /** Notes resamplings. */
  private record Recorder(List<String> events) implements TrainingListener {
    @Override
    public void resampled(long step, int features) {
      events.add("resampled " + step + " " + features);
    }
  }
}
