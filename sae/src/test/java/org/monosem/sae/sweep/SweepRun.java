package org.monosem.sae.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.random.Seed;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;

/** Small sweeps, and the separate runs that they are compared with. */
final class SweepRun {
  static final int STEPS = 12;
  static final int CHECKPOINT_EVERY = 3;
  static final RunLength LENGTH = new RunLength(STEPS, 16);
  static final int WIDTH = 10;
  static final float[][] ROWS = rows(130);

  private SweepRun() {}

  /** Returns data of a seed that no plan has. */
  static TrainingData data() {
    return TrainingData.of(InMemoryActivations.of(ROWS), 77);
  }

  /** Returns dictionaries that differ in recipe, size, sparsity and seed. */
  static List<SweepEntry> entries() {
    Recipe bricken =
        Recipe.towardsMonosemanticity2023()
            .withLearningRate(1e-2)
            .withCoefficient(0.2)
            .withResampling(new ResamplingSchedule(List.of(5L), 16, 60, 0.2));
    return List.of(
        april("small", 20, 5, 1),
        entry("bricken", bricken, 33, 2),
        entry("topk", Recipe.topK2024(WIDTH, 25, 4).withDeadAfterRows(48), 25, 4),
        entry("matryoshka", Recipe.matryoshka2025(WIDTH, 24, 3), 24, 1),
        april("large", 47, 1, 2));
  }

  static SweepEntry april(String name, int dSae, double coefficient, long seed) {
    Recipe recipe = Recipe.aprilUpdate2024().withLearningRate(1e-2).withCoefficient(coefficient);
    return entry(name, recipe, dSae, seed);
  }

  static SweepEntry entry(String name, Recipe recipe, int dSae, long seed) {
    return new SweepEntry(name, TrainingPlan.of(recipe, dSae, LENGTH, seed));
  }

  static DictionarySweep sweep(Path folder, List<SweepEntry> entries, SweepListener listener) {
    return DictionarySweep.builder(data(), entries)
        .folder(folder, CHECKPOINT_EVERY)
        .reportEvery(1)
        .listener(listener)
        .build();
  }

  /** Returns the state that a run of its own ends with. */
  static byte[] separately(Path folder, SweepEntry entry) {
    Path checkpoints = folder.resolve(entry.name()).resolve("checkpoints");
    try (SaeTrainer trainer =
        SaeTrainer.builder(data(), entry.plan()).checkpoints(checkpoints, 100).build()) {
      trainer.train();
    }
    return finalState(folder, entry);
  }

  static byte[] finalState(Path folder, SweepEntry entry) {
    String step = "checkpoints/step-%012d/training_state.safetensors".formatted(STEPS);
    return bytes(folder.resolve(entry.name()).resolve(step));
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[][] rows(int count) {
    SplittableRandom random = Seed.of(5).random();
    float[][] rows = new float[count][WIDTH];
    for (float[] row : rows) {
      for (int i = 0; i < WIDTH; i++) {
        row[i] = (float) (random.nextGaussian() + i % 3);
      }
    }
    return rows;
  }
}
