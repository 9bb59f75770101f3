package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.Consumer;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.training.MeasuredSteps.Timing;

/**
 * Measures what the paths of a step cost on this machine, by running each on random rows: about a
 * second on a quiet machine. Figures differ a little from one measurement to the next.
 *
 * <p>Steps of each kind take turns and the fastest of each counts, so that a moment in which the
 * machine does something else spoils nothing; the turns go on until the fastest agree. What a step
 * costs whatever its rows (gradients to clear, weights to convert) is measured on one row, and
 * spread over the training's own batch.
 */
public final class StepCostMeter {
  private static final int LEAST_ROUNDS = 3;

  /** On a busy machine the measurement goes on so long, in the hope of quiet moments. */
  private static final long MOST_NANOS = 600_000_000L;

  /** Measured differences that come out below these shares of a dense product are noise. */
  private static final double LEAST_ENCODER = 0.02;

  /**
   * A hot feature takes the five products of a dense one on narrower matrices, and its rows are
   * gathered: at 16384 features 1.36 times a dense one's time. The difference of two steps that it
   * is measured by has come out at 0.6, and then steps of half the features took the hybrid path.
   */
  private static final double LEAST_HOT = 1.25;

  private StepCostMeter() {}

  /**
   * Returns the costs of a training's steps in its own precision.
   *
   * @param device where the training runs
   * @param plan its sizes, tiles and precision
   * @param rowWidth the width of a row of the source
   */
  public static StepCosts measure(Device device, TrainingPlan plan, int rowWidth) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      MeasuredSteps steps = new MeasuredSteps(manager, plan, plan.compute().precision(), rowWidth);
      Timing few = new Timing();
      inTurns(Map.of(few, steps::few));
      return costs(steps, few);
    }
  }

  /**
   * Returns the plan in whichever exact precision is faster here, float32 or {@link
   * Precision#FP32_VIA_BF16}, with its measured costs.
   *
   * @param device where the training runs
   * @param plan its sizes and tiles; precision and costs are replaced
   * @param rowWidth the width of a row of the source
   */
  public static TrainingPlan fastest(Device device, TrainingPlan plan, int rowWidth) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      MeasuredSteps exact = new MeasuredSteps(manager, plan, Precision.FP32, rowWidth);
      MeasuredSteps certified = new MeasuredSteps(manager, plan, Precision.FP32_VIA_BF16, rowWidth);
      Timing one = new Timing();
      Timing other = new Timing();
      inTurns(Map.of(one, exact::few, other, certified::few));
      boolean exactly = one.nanos() <= other.nanos();
      StepCosts costs = exactly ? costs(exact, one) : costs(certified, other);
      Precision precision = exactly ? Precision.FP32 : Precision.FP32_VIA_BF16;
      return plan.withCompute(plan.compute().withPrecision(precision).withCosts(costs));
    }
  }

  private static StepCosts costs(MeasuredSteps steps, Timing few) {
    Timing many = new Timing();
    Timing hybrid = new Timing();
    Timing dense = new Timing();
    Timing fixed = new Timing();
    Timing common = new Timing();
    inTurns(
        Map.of(
            few, steps::few,
            many, steps::many,
            hybrid, steps::hybrid,
            dense, steps::dense,
            fixed, steps::fixed,
            common, steps::common));
    double features = steps.features();
    double inBatch = features * steps.batch();
    double product =
        (dense.nanos() - common.nanos()) / (steps.denseRows() * features)
            + common.nanos() / inBatch;
    double pair = many.over(few) / Math.max(1, many.active() - few.active());
    double silent = few.nanos() - pair * few.active();
    double encoder = (silent - fixed.nanos()) / (steps.rows() * features) + fixed.nanos() / inBatch;
    double hot = hybrid.over(few) / ((double) steps.rows() * steps.hotFeatures());
    return new StepCosts(
        product,
        Math.max(LEAST_ENCODER * product, encoder),
        Math.max(LEAST_HOT * product, hot),
        Math.max(1, pair));
  }

  /**
   * Gives each kind of step its turns until the fastest steps of each agree; those of the first
   * round only warm up.
   */
  private static void inTurns(Map<Timing, Consumer<Timing>> kinds) {
    long begun = System.nanoTime();
    for (int round = 0; round <= LEAST_ROUNDS || !settled(kinds, begun); round++) {
      kinds.forEach((timing, step) -> step.accept(timing));
    }
  }

  private static boolean settled(Map<Timing, Consumer<Timing>> kinds, long begun) {
    return System.nanoTime() - begun > MOST_NANOS
        || kinds.keySet().stream().allMatch(Timing::settled);
  }
}
