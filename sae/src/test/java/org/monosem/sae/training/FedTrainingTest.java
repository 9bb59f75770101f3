package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.StepPath;

/** Reading ahead changes no bit, hides no error and leaves nothing behind. */
class FedTrainingTest {
  private static final RunLength LENGTH = new RunLength(30, 32);
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);

  @TempDir Path folder;

  @Test
  void theBitsAreThoseOfStepsOnPlainlyReadRows() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024().withLearningRate(1e-2));
    List<byte[]> expected;
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build();
        ActivationStream plain = DATA.source().open(Seed.of(3).named("data"), 0);
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      for (int step = 0; step < LENGTH.steps(); step++) {
        try (NDManager scope = manager.newSubManager()) {
          trainer.step(plain.next(scope, LENGTH.batch()));
          assertThat(scope.getManagedArrays()).hasSize(1);
        }
      }
      expected = TrainerBytes.of(trainer);
    }
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      assertThat(trainer.train()).isTrue();
      assertThat(TrainerBytes.of(trainer)).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void theDataSeedDecidesTheRowsAndThePlansSeedTheStart() {
    TrainingData shared = TrainingData.of(DATA.source(), 8);
    Recipe bricken = Recipe.towardsMonosemanticity2023().withResampling(ResamplingSchedule.none());
    try (SaeTrainer one = SaeTrainer.builder(shared, plan(bricken)).build();
        SaeTrainer two =
            SaeTrainer.builder(TrainingData.of(DATA.source(), 8), plan(bricken)).build();
        SaeTrainer other = SaeTrainer.builder(DATA.source(), plan(bricken)).build()) {
      assertThat(wEnc(one)).containsExactly(wEnc(two)).containsExactly(wEnc(other));
      one.train();
      two.train();
      other.train();
      assertThat(wEnc(one)).containsExactly(wEnc(two)).isNotEqualTo(wEnc(other));
    }
  }

  @Test
  void anErrorOfTheSourceEndsTheTrainingAsItIs() {
    RuntimeException broken = new UncheckedIOException(new IOException("shard 7 is damaged"));
    TrainingPlan plan = plan(Recipe.aprilUpdate2024().withInputScaling(InputScaling.NONE));
    ActivationSource failing = new FailingSource(DATA.source(), 5L * LENGTH.batch(), broken);
    try (SaeTrainer trainer = SaeTrainer.builder(failing, plan).checkpoints(folder, 2).build()) {
      assertThatThrownBy(trainer::train).isSameAs(broken);
      assertThat(trainer.step()).isEqualTo(5);
    }
    assertThat(folder.toFile().list()).containsExactly("step-000000000004");
  }

  @Test
  void anErrorInRowsThatAreNotNeededIsNone() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024().withInputScaling(InputScaling.NONE));
    RuntimeException broken = new IllegalStateException("beyond the last step");
    ActivationSource failing = new FailingSource(DATA.source(), LENGTH.rows(), broken);
    try (SaeTrainer trainer = SaeTrainer.builder(failing, plan).build()) {
      assertThat(trainer.train()).isTrue();
    }
  }

  @Test
  void trainingLeavesNoArraysBehind() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024()).withCosts(StepCosts.always(StepPath.SPARSE));
    List<Integer> counts = new ArrayList<>();
    SaeTrainer[] self = new SaeTrainer[1];
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            NDManager manager = self[0].state().parameters().wEnc().getManager();
            counts.add(manager.getManagedArrays().size());
          }
        };
    try (SaeTrainer trainer =
        SaeTrainer.builder(DATA.source(), plan).reportEvery(10).listener(counter).build()) {
      self[0] = trainer;
      trainer.train();
    }
    assertThat(counts).hasSize(3).containsOnly(counts.get(0));
  }

  @Test
  void aStepTakesBatchesOfThePlanUntilItIsDone() {
    TrainingPlan plan = TrainingPlan.of(Recipe.aprilUpdate2024(), 48, new RunLength(1, 32), 3);
    try (SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build();
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray rows = manager.ones(new Shape(32, 16));
      assertThatThrownBy(() -> trainer.step(manager.ones(new Shape(31, 16))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("activations: expected [batch=32, dIn=16], got (31, 16)");
      trainer.step(rows);
      assertThat(trainer.step()).isEqualTo(1);
      assertThatThrownBy(() -> trainer.step(rows))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("all 1 steps are done");
    }
  }

  private static TrainingPlan plan(Recipe recipe) {
    return TrainingPlan.of(recipe, 48, LENGTH, 3);
  }

  private static float[] wEnc(SaeTrainer trainer) {
    return trainer.state().parameters().wEnc().toFloatArray();
  }

  /** Breaks when a row at or after one place is asked for. */
  private record FailingSource(ActivationSource source, long at, RuntimeException failure)
      implements ActivationSource {
    @Override
    public int width() {
      return source.width();
    }

    @Override
    public long rows() {
      return source.rows();
    }

    @Override
    public ActivationStream open(Seed seed, long startRow) {
      ActivationStream stream = source.open(seed, startRow);
      return new ActivationStream() {
        @Override
        public NDArray next(NDManager manager, int rows) {
          if (stream.position() + rows > at) {
            throw failure;
          }
          return stream.next(manager, rows);
        }

        @Override
        public long position() {
          return stream.position();
        }

        @Override
        public void close() {
          stream.close();
        }
      };
    }
  }
}
