package org.monosem.sae.toymodel.collision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.StepListener;

class CollisionTrainerTest {
  private static final CollisionSetting SHORT =
      new CollisionSetting(6, 5, 3, 120, 1e-2, 0.01, 1e-3);

  @Test
  void unitsCollideAsOftenAsPredicted() {
    inTheBand(32, 64);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 512, 1024})
  void unitsCollideAsOftenAsPredictedOfSixtyFour(int units) {
    inTheBand(64, units);
  }

  /**
   * Between a third of the prediction and 1.3 times it, where it exceeds 2; below 2.6 elsewhere.
   */
  private static void inTheBand(int features, int units) {
    CollisionSetting setting = CollisionSetting.published(features, units, 16);
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), setting, Seed.of(3))) {
      trainer.train(StepListener.none());
      CollisionCounts counts = trainer.counts();
      assertThat(counts.polysemantic()).hasSize(16);
      double predicted = setting.predicted();
      assertThat(counts.mean())
          .isBetween(predicted > 2 ? predicted / 3 : 0, 1.3 * Math.max(2, predicted));
    }
  }

  @Test
  void theSeedDecidesAndEveryWeightMoves() {
    float[] start;
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), SHORT, Seed.of(1))) {
      start = trainer.weights().toFloatArray();
    }
    float[] one = trained(1);
    assertThat(trained(1)).containsExactly(one);
    assertThat(trained(2)).isNotEqualTo(one);
    for (int i = 0; i < start.length; i++) {
      assertThat(one[i]).isNotEqualTo(start[i]);
    }
  }

  @Test
  void anInstanceDoesNotDependOnHowManyThereAre() {
    CollisionSetting fewer = new CollisionSetting(6, 5, 1, 120, 1e-2, 0.01, 1e-3);
    float[] all = trained(1);
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), fewer, Seed.of(1))) {
      trainer.train(StepListener.none());
      float[] alone = trainer.weights().toFloatArray();
      for (int i = 0; i < alone.length; i++) {
        assertThat(alone[i]).isCloseTo(all[i], Offset.offset(1e-4f));
      }
    }
  }

  @Test
  void itTellsItsStepsAndCanBeStopped() {
    List<Long> steps = new ArrayList<>();
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), SHORT, Seed.of(1))) {
      trainer.train((step, total) -> steps.add(step));
      assertThat(steps).containsExactly(100L, 120L);
      assertThatThrownBy(() -> trainer.train(StepListener.none()))
          .hasMessage("these networks were trained before");
    }
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), SHORT, Seed.of(1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> trainer.train(StepListener.none()))
          .isInstanceOf(CancellationException.class)
          .hasMessage("toy model: interrupted after 0 steps");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), SHORT, Seed.of(1))) {
      int before = trainer.weights().getManager().getManagedArrays().size();
      trainer.train(StepListener.none());
      trainer.counts();
      assertThat(trainer.weights().getManager().getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void meansAndTheirErrors() {
    CollisionCounts counts = new CollisionCounts(SHORT, List.of(1L, 2L, 6L));
    assertThat(counts.mean()).isEqualTo(3);
    assertThat(counts.standardError()).isCloseTo(Math.sqrt(7 / 3.0), Offset.offset(1e-12));
    assertThat(new CollisionCounts(SHORT, List.of(1L)).standardError()).isNaN();
    assertThat(CollisionSetting.published(256, 512, 16).predicted()).isEqualTo(32);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> CollisionSetting.published(0, 1, 1))
        .hasMessage("features: expected at least 1, got 0");
    assertThatThrownBy(() -> CollisionSetting.published(1, 0, 1))
        .hasMessage("units: expected at least 1, got 0");
    assertThatThrownBy(() -> new CollisionSetting(1, 1, 1, 1, 0, 0, 0))
        .hasMessage("learningRate: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new CollisionSetting(1, 1, 1, 1, 1, 0, -1))
        .hasMessage("penalty: expected a finite number of at least 0, got -1.0");
  }

  private static float[] trained(long seed) {
    try (CollisionTrainer trainer = new CollisionTrainer(Device.cpu(), SHORT, Seed.of(seed))) {
      trainer.train(StepListener.none());
      return trainer.weights().toFloatArray();
    }
  }
}
