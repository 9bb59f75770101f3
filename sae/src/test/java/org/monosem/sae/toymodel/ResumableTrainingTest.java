package org.monosem.sae.toymodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import org.monosem.sae.toymodel.collision.CollisionTrainer;
import org.monosem.sae.toymodel.collision.NoiseSetting;
import org.monosem.sae.toymodel.collision.NoiseTrainer;
import org.monosem.sae.toymodel.engineered.EngineeredListener;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.EngineeredTrainer;
import org.monosem.sae.toymodel.engineered.FrequencyLaw;
import org.monosem.sae.toymodel.engineered.ToyActivation;
import org.monosem.sae.toymodel.engineered.ToyData;
import org.monosem.sae.toymodel.engineered.ToyNetwork;
import org.monosem.sae.toymodel.engineered.ToyOptimiser;
import org.monosem.sae.toymodel.engineered.ToyRun;
import org.monosem.sae.toymodel.engineered.ToySchedule;
import org.monosem.sae.toymodel.engineered.ToyTask;
import org.monosem.sae.toymodel.superposition.SuperpositionSetting;
import org.monosem.sae.toymodel.superposition.SuperpositionTrainer;
import org.monosem.sae.toymodel.superposition.SuperpositionTraining;

/** The contract of trainings that can be left and gone on with, for each of them. */
class ResumableTrainingTest {
  private static final Device CPU = Device.cpu();

  @TempDir private Path folder;

  /** A training by its seed, and how it is run. */
  private record Subject<T extends ResumableTraining>(
      String name, Function<Seed, T> make, Runner<T> runner) {
    private interface Runner<T> {
      void train(T training, StepListener listener);
    }

    @Override
    public String toString() {
      return name;
    }

    T begun() {
      return make.apply(Seed.of(1));
    }

    /** Trains to the end and saves that. */
    void complete(T training, Path folder) {
      runner.train(training, StepListener.none());
      training.save(folder);
    }

    /** Trains until the listener has heard so many times, and saves what is there. */
    void leave(T training, int after, Path folder) {
      int[] heard = {0};
      try {
        runner.train(
            training,
            (step, steps) -> {
              if (++heard[0] == after) {
                throw new CancellationException("enough");
              }
            });
      } catch (CancellationException expected) {
        training.save(folder);
      }
    }
  }

  static Stream<Subject<?>> trainings() {
    return Stream.of(
        new Subject<>(
            "superposition",
            seed ->
                new SuperpositionTrainer(
                    CPU,
                    new SuperpositionSetting(2, List.of(1.0, 0.7, 0.4), List.of(1.0, 0.3)),
                    new SuperpositionTraining(350, 16, 0.01, 0.01),
                    seed),
            SuperpositionTrainer::train),
        new Subject<>(
            "collisions",
            seed ->
                new CollisionTrainer(
                    CPU, new CollisionSetting(6, 5, 2, 350, 1e-2, 0.01, 1e-3), seed),
            CollisionTrainer::train),
        new Subject<>(
            "noise",
            seed ->
                new NoiseTrainer(
                    CPU, new NoiseSetting(4, 6, List.of(0.1, 0.2), 2, 390, 0.02), seed),
            NoiseTrainer::train),
        engineered(ToyOptimiser.LAMB),
        engineered(ToyOptimiser.ADAM));
  }

  private static Subject<EngineeredTrainer> engineered(ToyOptimiser optimiser) {
    EngineeredPlan plan =
        new EngineeredPlan(
            new ToyData(12, 8, FrequencyLaw.POWER_LAW, 0.1),
            new ToyNetwork(ToyTask.ABSOLUTE_VALUE, ToyActivation.RELU, 10),
            new ToySchedule(optimiser, 32, 11, 0.01));
    return new Subject<>(
        "engineered, " + optimiser,
        seed ->
            new EngineeredTrainer(
                plan, List.of(ToyRun.usual(0.01, seed), ToyRun.engineered(0.01, 11, seed)), CPU),
        (trainer, listener) ->
            trainer.train(
                new EngineeredListener() {
                  @Override
                  public boolean stepped(long step) {
                    listener.stepped(step, trainer.steps());
                    return true;
                  }
                }));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  <T extends ResumableTraining> void goesOnWithTheBitsOfOneThatWasNeverLeft(Subject<T> subject)
      throws Exception {
    Path whole = folder.resolve("whole");
    try (T training = subject.begun()) {
      subject.complete(training, whole);
      assertThat(training.step()).isEqualTo(training.steps());
    }
    for (int after : new int[] {1, 2, 4}) {
      Path left = folder.resolve("left-" + after);
      try (T training = subject.begun()) {
        subject.leave(training, after, left);
        assertThat(training.step()).isBetween(1L, training.steps());
      }
      assertThat(ToyCheckpoint.isIn(left)).isTrue();
      try (T training = subject.begun()) {
        training.restore(left);
        if (training.step() < training.steps()) {
          subject.complete(training, left);
        }
      }
      for (String file : List.of("state.json", "state.safetensors")) {
        assertThat(Files.readAllBytes(left.resolve(file)))
            .as("%s, left after %d", file, after)
            .isEqualTo(Files.readAllBytes(whole.resolve(file)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  <T extends ResumableTraining> void anotherTrainingIsRefused(Subject<T> subject) {
    try (T training = subject.begun()) {
      subject.leave(training, 1, folder.resolve("run"));
    }
    try (T other = subject.make().apply(Seed.of(2))) {
      assertThatThrownBy(() -> other.restore(folder.resolve("run")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("state.json: of a run with other settings: ")
          .hasMessageContaining("seed")
          .hasMessageContaining(" was 1, is now 2; give the same or another folder");
      assertThat(other.step()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  <T extends ResumableTraining> void aMissingOneIsSaid(Subject<T> subject) {
    try (T training = subject.begun()) {
      assertThatThrownBy(() -> training.restore(folder.resolve("none")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("state.json");
    }
  }
}
