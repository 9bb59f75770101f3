package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.monosem.sae.deadfeature.ResamplingSchedule;

/** Resampling in a whole training: it brings dead features back, and nothing leaks. */
class ResamplingRunTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(64, 32, 5_000, 5);
  private static final RunLength LENGTH = new RunLength(600, 128);

  @Test
  void fewerFeaturesStayDeadThanWithoutIt() {
    ResamplingSchedule schedule =
        new ResamplingSchedule(List.of(150L, 300L, 450L), 50 * 128, 2000, 0.2);
    assertThat(dead(schedule)).isLessThan(dead(ResamplingSchedule.none()));
  }

  @Test
  void trainingLeavesNoArraysBehind() {
    TrainingPlan plan = TrainingPlan.of(recipe(ResamplingSchedule.none()), 96, LENGTH, 1);
    SaeTrainer[] self = new SaeTrainer[1];
    Set<Integer> counts = new HashSet<>();
    TrainingListener watch =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            NDManager manager = self[0].state().parameters().wEnc().getManager();
            if (progress.step() > 50) { // the dense path's second buffer comes once
              counts.add(manager.getManagedArrays().size());
            }
          }
        };
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan).reportEvery(1).listener(watch).build()) {
      self[0] = trainer;
      trainer.train();
      try (NDManager manager = NDManager.newBaseManager()) {
        trainer.dictionary(manager, DecoderNorms.UNIT).close();
        assertThat(manager.getManagedArrays()).isEmpty();
      }
    }
    assertThat(counts).hasSize(1);
  }

  private static int dead(ResamplingSchedule schedule) {
    TrainingPlan plan = TrainingPlan.of(recipe(schedule), 96, LENGTH, 1);
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      trainer.train();
      return trainer.state().firing().silentFor(50 * 128).length;
    }
  }

  private static Recipe recipe(ResamplingSchedule schedule) {
    return Recipe.towardsMonosemanticity2023()
        .withLearningRate(1e-2)
        .withCoefficient(0.02)
        .withResampling(schedule);
  }
}
