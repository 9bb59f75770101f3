package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.encoder.Precision;
import org.monosem.core.random.Seed;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;

/**
 * Measures what feeding costs: the time of a training step fed from a cache on local disk, and that
 * of the same trainer's step on a batch that lies in memory, in turns.
 */
public final class FeedRate {
  /** Steps of a turn: so many that the two batches read ahead at its edges weigh little. */
  private static final int BLOCK = 16;

  /** The width of a row. */
  public static final int WIDTH = 512;

  private static final int CACHED_ROWS = 1 << 18;
  private static final String FED = "fed";
  private static final String RESIDENT = "resident";

  private FeedRate() {}

  /**
   * What feeding costs.
   *
   * @param shape the sizes
   * @param l0 features that fired on a row
   * @param fed a block of steps on rows of the cache
   * @param resident a block of steps on the resident batch
   */
  public record Result(StepShape shape, double l0, Timing fed, Timing resident) {
    /** Returns the time of a fed step in units of a step on a resident batch. */
    double ratio() {
      return fed.median() / resident.median();
    }

    /** Returns the figures by name; times are medians. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("features", shape.features());
      result.put("batch", shape.batch());
      result.put("l0", l0);
      result.put("fed_step_ms", 1e3 * fed.median() / BLOCK);
      result.put("resident_step_ms", 1e3 * resident.median() / BLOCK);
      result.put("ratio_fed_to_resident", ratio());
      return result;
    }
  }

  /** Measures; the cache is written into {@code folder}. */
  public static Result measure(StepShape shape, int turns, Path folder) {
    return measure(shape, CACHED_ROWS, turns, folder);
  }

  static Result measure(StepShape shape, int cachedRows, int turns, Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Path own = folder.resolve("feed-" + shape.features() + "-" + shape.batch());
      StepProblem problem = StepProblem.make(manager, shape, Seed.of(1));
      TrainingData data = TrainingData.of(CachedRows.write(own, problem.rows(), cachedRows), 1);
      TrainingPlan plan = TrainerStep.plan(problem, Precision.FP32);
      try (SaeTrainer trainer =
              SaeTrainer.builder(data, plan).startFrom(problem.dictionary()).build();
          PrefetchedStream batches = data.batches(plan.length(), 0, Device.cpu());
          Race race = new Race()) {
        race.enter(FED, blocks -> fed(trainer, batches, blocks * BLOCK));
        race.enter(RESIDENT, blocks -> resident(trainer, problem, blocks * BLOCK));
        race.run(turns, turn -> {});
        Timings timings = race.timings();
        return new Result(shape, problem.l0().mean(), timings.of(FED), timings.of(RESIDENT));
      }
    }
  }

  private static void fed(SaeTrainer trainer, PrefetchedStream batches, int steps) {
    for (int i = 0; i < steps; i++) {
      try (NDManager scope = NDManager.newBaseManager(trainer.device())) {
        trainer.step(batches.next(scope));
      }
    }
  }

  private static void resident(SaeTrainer trainer, StepProblem problem, int steps) {
    for (int i = 0; i < steps; i++) {
      trainer.step(problem.rows());
    }
  }
}
