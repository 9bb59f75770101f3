package org.monosem.sae.toymodel.superposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.StepListener;

class SuperpositionTrainerTest {
  private static final SuperpositionTraining SHORT = new SuperpositionTraining(150, 32, 0.01, 0);
  private static final SuperpositionSetting SMALL =
      new SuperpositionSetting(
          2, SuperpositionSetting.decaying(5, 0.9), SuperpositionSetting.falling(3, 20));

  @Test
  void theSparserTheMoreFeaturesShareDimensions() {
    SuperpositionSetting setting =
        new SuperpositionSetting(
            4, SuperpositionSetting.decaying(16, 0.8), List.of(1.0, 0.2, 0.05, 0.01));
    List<SuperpositionInstance> trained =
        trained(setting, new SuperpositionTraining(3000, 256, 3e-3, 0), 1);
    for (SuperpositionInstance instance : trained) {
      assertThat(instance.capacity().total()).isLessThanOrEqualTo(4 + 1e-6);
      assertThat(instance.norms()).hasSize(16);
      assertThat(instance.blocks().blocks()).isNotEmpty();
    }
    List<Integer> shared = trained.stream().map(instance -> instance.shared(0.05)).toList();
    assertThat(shared).isSorted();
    assertThat(shared.get(0)).isZero();
    assertThat(shared.get(3)).isGreaterThan(6);
    List<Double> dims = trained.stream().map(SuperpositionInstance::dimsPerFeature).toList();
    assertThat(dims.get(3)).isLessThan(0.6 * dims.get(0));
  }

  @Test
  void denseFeaturesGetDimensionsOfTheirOwnByImportance() {
    SuperpositionSetting setting =
        new SuperpositionSetting(2, SuperpositionSetting.decaying(5, 0.7), List.of(1.0));
    SuperpositionInstance dense =
        trained(setting, new SuperpositionTraining(3000, 256, 3e-3, 0), 2).get(0);
    assertThat(dense.represented(0.9)).isEqualTo(2);
    assertThat(dense.norms().get(0)).isCloseTo(1, within(0.1));
    assertThat(dense.norms().get(1)).isCloseTo(1, within(0.1));
    assertThat(dense.capacity().capacity(0)).isGreaterThan(0.95);
    assertThat(dense.capacity().capacity(1)).isGreaterThan(0.95);
    assertThat(dense.shared(0.05)).isZero();
    assertThat(dense.blocks().sizes()).isEqualTo(Map.of(1, 2));
  }

  @Test
  void theSeedDecides() {
    List<SuperpositionInstance> one = trained(SMALL, SHORT, 5);
    List<SuperpositionInstance> same = trained(SMALL, SHORT, 5);
    for (int i = 0; i < 3; i++) {
      assertThat(same.get(i).norms()).isEqualTo(one.get(i).norms());
      assertThat(same.get(i).loss()).isEqualTo(one.get(i).loss());
    }
    assertThat(trained(SMALL, SHORT, 6).get(0).norms()).isNotEqualTo(one.get(0).norms());
  }

  @Test
  void everyParameterMovesAndTheLossFalls() {
    try (SuperpositionTrainer trainer = trainer(7)) {
      float[] start = trainer.embeddings().toFloatArray();
      List<Double> losses = new ArrayList<>();
      trainer.train((step, steps) -> losses.add(trainer.instances(0.5, 0.2).get(0).loss()));
      float[] end = trainer.embeddings().toFloatArray();
      for (int i = 0; i < start.length; i++) {
        assertThat(end[i]).isNotEqualTo(start[i]);
      }
      assertThat(trainer.biases().toFloatArray()).doesNotContain(0);
      assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
    }
  }

  @Test
  void itTellsItsStepsAndCanBeStopped() {
    List<Long> steps = new ArrayList<>();
    try (SuperpositionTrainer trainer = trainer(1)) {
      trainer.train((step, total) -> steps.add(step));
      assertThat(steps).containsExactly(100L, 150L);
      assertThatThrownBy(() -> trainer.train(StepListener.none()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("these models were trained before");
    }
    try (SuperpositionTrainer trainer = trainer(1)) {
      StepListener stopping =
          (step, total) -> {
            throw new CancellationException("enough");
          };
      assertThatThrownBy(() -> trainer.train(stopping)).hasMessage("enough");
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (SuperpositionTrainer trainer = trainer(1)) {
      int before = trainer.embeddings().getManager().getManagedArrays().size();
      trainer.train(StepListener.none());
      trainer.instances(0.5, 0.2);
      assertThat(trainer.embeddings().getManager().getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void thePublishedSettings() {
    assertThat(SuperpositionSetting.demonstration().instances()).isEqualTo(10);
    assertThat(SuperpositionSetting.demonstration().importances().get(4))
        .isCloseTo(0.6561, within(1e-12));
    SuperpositionSetting geometry = SuperpositionSetting.geometry();
    assertThat(geometry.features()).isEqualTo(200);
    assertThat(geometry.hidden()).isEqualTo(20);
    assertThat(geometry.probabilities().get(0)).isEqualTo(1);
    assertThat(geometry.probabilities().get(19)).isCloseTo(0.05, within(1e-12));
    assertThat(SuperpositionTraining.published())
        .isEqualTo(new SuperpositionTraining(10_000, 1024, 1e-3, 0.01));
  }

  @Test
  void badSettingsAreRefused() {
    List<Double> one = List.of(1.0);
    assertThatThrownBy(() -> new SuperpositionSetting(0, one, one))
        .hasMessage("hidden: expected at least 1, got 0");
    assertThatThrownBy(() -> new SuperpositionSetting(1, List.of(), one))
        .hasMessage("importances: expected at least one, got none");
    assertThatThrownBy(() -> new SuperpositionSetting(1, List.of(0.0), one))
        .hasMessage("importances: expected finite numbers above 0, got 0.0");
    assertThatThrownBy(() -> new SuperpositionSetting(1, one, List.of(1.5)))
        .hasMessage("probabilities: expected numbers in (0, 1], got 1.5");
    assertThatThrownBy(() -> new SuperpositionTraining(0, 1, 1, 0))
        .hasMessage("steps: expected at least 1, got 0");
    assertThatThrownBy(() -> new SuperpositionTraining(1, 0, 1, 0))
        .hasMessage("batch: expected at least 1, got 0");
    assertThatThrownBy(() -> new SuperpositionTraining(1, 1, 0, 0))
        .hasMessage("learningRate: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new SuperpositionTraining(1, 1, 1, -1))
        .hasMessage("weightDecay: expected a finite number of at least 0, got -1.0");
  }

  private static SuperpositionTrainer trainer(long seed) {
    return new SuperpositionTrainer(Device.cpu(), SMALL, SHORT, Seed.of(seed));
  }

  private static List<SuperpositionInstance> trained(
      SuperpositionSetting setting, SuperpositionTraining training, long seed) {
    try (SuperpositionTrainer trainer =
        new SuperpositionTrainer(Device.cpu(), setting, training, Seed.of(seed))) {
      trainer.train(StepListener.none());
      return trainer.instances(0.5, 0.2);
    }
  }
}
