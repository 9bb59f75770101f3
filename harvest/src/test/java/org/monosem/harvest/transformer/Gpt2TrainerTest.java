package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;

class Gpt2TrainerTest {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(50, 8, 2, 2, 16, 32, MlpActivation.GELU_NEW, 1e-5, false);
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** A language of period five, which a transformer learns quickly. */
  private static TokenContexts periodic(int tokens) {
    int[] ids = new int[tokens];
    for (int i = 0; i < tokens; i++) {
      ids[i] = i % 5 * 7;
    }
    return TokenContexts.of(ids, 9);
  }

  private static TrainingPlan plan(long steps) {
    return TrainingPlan.of(steps, Seed.of(3))
        .withBatchContexts(4)
        .withOptimizer(AdamW.defaults().withWarmupSteps(3).withLearningRate(1e-2))
        .withPrecision(TrainingPlan.Precision.FP32)
        .withIntervals(0, 5);
  }

  @Test
  void itLearnsWhatCanBeLearnt() {
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(80), manager)) {
      List<Double> losses = new ArrayList<>();
      Gpt2Trainer.Result result = trainer.train(periodic(801), periodic(81), null, listen(losses));
      assertThat(losses).hasSize(80);
      assertThat(losses.get(0)).isBetween(Math.log(50) - 0.3, Math.log(50) + 0.3);
      assertThat(result.complete()).isTrue();
      assertThat(result.heldOutLoss()).isLessThan(0.05);
    }
  }

  private static TrainingListener listen(List<Double> losses) {
    return new TrainingListener() {
      @Override
      public void onStep(Step step) {
        losses.add(step.loss());
      }
    };
  }

  @Test
  void aResumedTrainingEndsWithTheSameBits() {
    TokenContexts data = periodic(801);
    String whole;
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(20), manager)) {
      trainer.train(data, null, null, SILENT);
      whole = trainer.model().fingerprint();
    }
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(20), manager)) {
      trainer.train(data, null, folder, stopAt(trainer, 12));
      assertThat(trainer.step()).isEqualTo(12);
      assertThat(trainer.model().fingerprint()).isNotEqualTo(whole);
    }
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      assertThat(trainer.step()).isEqualTo(12);
      assertThat(trainer.train(data, null, folder, SILENT).complete()).isTrue();
      assertThat(trainer.model().fingerprint()).isEqualTo(whole);
    }
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("step-000000015", "step-000000020");
  }

  private static TrainingListener stopAt(Gpt2Trainer trainer, long at) {
    return new TrainingListener() {
      @Override
      public void onStep(Step step) {
        if (step.step() == at) {
          trainer.requestStop();
        }
      }
    };
  }

  @Test
  void bfloat16ProductsLearnTheSame() {
    TrainingPlan plan = plan(80).withPrecision(TrainingPlan.Precision.BF16);
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan, manager)) {
      assertThat(trainer.train(periodic(801), periodic(81), null, SILENT).heldOutLoss())
          .isLessThan(0.05);
    }
  }

  @Test
  void otherDataThanAtTheStartIsRefusedOnResuming() {
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(5), manager)) {
      trainer.train(periodic(801), null, folder, SILENT);
    }
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      assertThatThrownBy(() -> trainer.train(periodic(401), null, null, SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("contexts=100")
          .hasMessageContaining("contexts=50");
    }
  }

  @Test
  void divergenceLeavesTheWeightsAsTheyWere() {
    TrainingPlan wild =
        plan(50).withOptimizer(AdamW.defaults().withWarmupSteps(0).withLearningRate(1e18));
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, wild, manager)) {
      assertThatThrownBy(() -> trainer.train(periodic(801), null, folder, SILENT))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("diverged at step");
      for (NDArray weight : trainer.model().weights().arrays()) {
        for (float value : weight.toFloatArray()) {
          assertThat(Float.isFinite(value)).isTrue();
        }
      }
    }
  }

  @Test
  void stepsLeaveNothingBehindAndClosingLeavesNothing() {
    int before = manager.getManagedArrays().size();
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(6), manager)) {
      trainer.train(periodic(801), periodic(81), folder, stopAt(trainer, 2));
      NDManager own = trainer.model().weights().tokenEmbedding().getManager();
      int arrays = own.getManagedArrays().size();
      assertThat(trainer.train(periodic(801), periodic(81), folder, SILENT).complete()).isTrue();
      assertThat(own.getManagedArrays()).hasSize(arrays);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void trainingOnLeavesTheModelItBeganWithAlone() {
    try (Gpt2Trainer first = Gpt2Trainer.start(CONFIG, plan(1), manager);
        Gpt2Trainer second = Gpt2Trainer.startFrom(first.model(), plan(2), manager)) {
      String before = first.model().fingerprint();
      assertThat(second.model().fingerprint()).isEqualTo(before);
      second.train(periodic(801), null, null, SILENT);
      assertThat(second.model().fingerprint()).isNotEqualTo(before);
      assertThat(first.model().fingerprint()).isEqualTo(before);
    }
  }

  @Test
  void aCompleteTrainingIsEvaluatedAndADamagedOneIsNamed() throws IOException {
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(5), manager)) {
      trainer.train(periodic(801), null, folder, SILENT);
    }
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      Gpt2Trainer.Result result = trainer.train(periodic(801), periodic(81), folder, SILENT);
      assertThat(result.step()).isEqualTo(5);
      assertThat(result.heldOutLoss()).isPositive();
    }
    Path file = folder.resolve("step-000000005/training.json");
    Files.writeString(file, Files.readString(file).replace("\"steps\": 5", "\"steps\": 0"));
    assertThatThrownBy(() -> Gpt2Trainer.resume(folder, manager))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void aFolderWithoutCheckpointsSaysSo() {
    assertThatThrownBy(() -> Gpt2Trainer.resume(folder, manager))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no checkpoint here");
    assertThat(Files.exists(folder)).isTrue();
  }
}
