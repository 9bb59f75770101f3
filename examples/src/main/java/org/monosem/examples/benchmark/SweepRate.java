package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.monosem.core.random.Seed;
import org.monosem.sae.sweep.DictionarySweep;
import org.monosem.sae.sweep.SweepEntry;
import org.monosem.sae.sweep.SweepGrid;
import org.monosem.sae.sweep.SweptRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingData;

/**
 * Measures what training several dictionaries over one pass of a cache saves, against training them
 * one after the other on the same rows; start-up (input statistics, opening the cache) included.
 */
public final class SweepRate {
  private static final int WIDTH = 512;
  private static final int CACHED_ROWS = 1 << 18;
  private static final int SYNTHETIC_ROWS = 8192;
  private static final int SYNTHETIC_FEATURES = 2048;
  private static final SweptRecipe RECIPE =
      SweptRecipe.of("2024", Recipe.aprilUpdate2024().withLearningRate(2e-3), List.of(5.0));
  private static final String SWEEP = "sweep";
  private static final String SEPARATE = "separate";

  private SweepRate() {}

  /**
   * What is trained.
   *
   * @param dictionaries how many
   * @param features of each
   * @param length of each training
   * @param cachedRows rows of the cache
   */
  public record Setting(int dictionaries, int features, RunLength length, int cachedRows) {}

  /**
   * What a sweep takes.
   *
   * @param setting what was trained
   * @param sweep the time of all in one pass
   * @param separate the time of all, one after the other
   */
  public record Result(Setting setting, Timing sweep, Timing separate) {
    /** Returns how many times faster the sweep is. */
    double ratio() {
      return separate.median() / sweep.median();
    }

    /** Returns the figures by name; times are medians. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("dictionaries", setting.dictionaries());
      result.put("features", setting.features());
      result.put("batch", setting.length().batch());
      result.put("steps", setting.length().steps());
      result.put("together_seconds", sweep.median());
      result.put("one_after_the_other_seconds", separate.median());
      result.put("ratio_vs_separate", ratio());
      return result;
    }
  }

  /** Measures; the cache is written into {@code folder}. */
  public static Result measure(
      int dictionaries, int features, RunLength length, int turns, Path folder) {
    return measure(new Setting(dictionaries, features, length, CACHED_ROWS), turns, folder);
  }

  static Result measure(Setting setting, int turns, Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Race race = new Race()) {
      int rows = Math.min(SYNTHETIC_ROWS, setting.cachedRows());
      StepShape shape = new StepShape(SYNTHETIC_FEATURES, WIDTH, rows, 24);
      StepProblem problem = StepProblem.make(manager, shape, Seed.of(1));
      var cache = CachedRows.write(folder.resolve("sweep"), problem.rows(), setting.cachedRows());
      List<Long> seeds = LongStream.range(0, setting.dictionaries()).boxed().toList();
      List<SweepEntry> entries =
          new SweepGrid(List.of(RECIPE), List.of(setting.features()), seeds)
              .entries(setting.length());
      race.enter(SWEEP, times -> together(TrainingData.of(cache, 3), entries, times));
      race.enter(
          SEPARATE,
          times -> {
            for (int i = 0; i < times; i++) {
              entries.forEach(entry -> alone(TrainingData.of(cache, 3), entry));
            }
          });
      race.run(turns, turn -> {});
      Timings timings = race.timings();
      return new Result(setting, timings.of(SWEEP), timings.of(SEPARATE));
    }
  }

  private static void together(TrainingData data, List<SweepEntry> entries, int times) {
    for (int i = 0; i < times; i++) {
      try (DictionarySweep sweep = DictionarySweep.builder(data, entries).build()) {
        sweep.train();
      }
    }
  }

  private static void alone(TrainingData data, SweepEntry entry) {
    try (SaeTrainer trainer = SaeTrainer.builder(data, entry.plan()).build()) {
      trainer.train();
    }
  }
}
