package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;

/**
 * Measures what the paths of a step cost on this machine, by running each on random rows: a
 * fraction of a second. Figures differ a little from one measurement to the next.
 */
public final class StepCostMeter {
  /** Wider dictionaries cost the same a feature. */
  private static final int MOST_FEATURES = 16_384;

  /** Elements of a dense array of activations: with the rows, sets how long a measurement takes. */
  private static final int ELEMENTS = 1 << 24;

  private static final int MOST_ROWS = 2048;

  /** The dense path costs the same a row from so many rows on. */
  private static final int DENSE_ROWS = 256;

  private static final int ACTIVE_A_ROW = 64;
  private static final int RUNS = 3;

  /** A hot feature takes the same five products as a dense one, of narrower matrices. */
  private static final double HOT_SHARE = 1.25;

  private static final double NEVER = -1e6;

  private final NDManager manager;
  private final Objective objective;
  private final Workspace workspace;
  private final NDArray rows;
  private final NDArray weights;

  private StepCostMeter(NDManager manager, TrainingPlan plan, Precision precision, int rowWidth) {
    this.manager = manager;
    this.objective = plan.recipe().objective();
    int features = Math.min(MOST_FEATURES, plan.dSae());
    int batch = Math.min(plan.length().batch(), Math.min(MOST_ROWS, ELEMENTS / features));
    int tile = Math.min(plan.compute().tileRows(), batch);
    DictionaryWidths widths = plan.layout().dictionary(rowWidth, features);
    // Both halves of a step are timed on one width: for a transcoder, on the mean of its two.
    int dIn = (widths.dIn() + widths.dOut()) / 2;
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(features, dIn, tile);
    this.workspace = Workspace.of(manager, precision, sizes, DataType.FLOAT32);
    SplittableRandom random = Seed.of(1).named("step costs").random();
    this.rows = unitVariance(random, 1, batch, dIn);
    this.weights = unitVariance(random, 1 / Math.sqrt(dIn), features, dIn);
  }

  /**
   * Returns the costs of a training's steps in its own precision.
   *
   * @param device where the training runs
   * @param plan its sizes, tiles and precision
   * @param rowWidth the width of a row of the source
   */
  public static StepCosts measure(Device device, TrainingPlan plan, int rowWidth) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Precision precision = plan.compute().precision();
      StepCostMeter meter = new StepCostMeter(manager, plan, precision, rowWidth);
      return meter.costs(meter.sparse());
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
      StepCostMeter exact = new StepCostMeter(manager, plan, Precision.FP32, rowWidth);
      StepCostMeter certified = new StepCostMeter(manager, plan, Precision.FP32_VIA_BF16, rowWidth);
      Timing one = exact.sparse();
      Timing other = certified.sparse();
      boolean exactly = one.nanos() <= other.nanos();
      StepCosts costs = exactly ? exact.costs(one) : certified.costs(other);
      Precision precision = exactly ? Precision.FP32 : Precision.FP32_VIA_BF16;
      return plan.withCompute(plan.compute().withPrecision(precision).withCosts(costs));
    }
  }

  private StepCosts costs(Timing active) {
    double features = weights.getShape().get(0);
    double batch = rows.getShape().get(0);
    Timing silent = time(rows, StepRoute.SPARSE, NEVER);
    long few = Math.min(DENSE_ROWS, rows.getShape().get(0));
    double dense = time(rows.get(":" + few), StepRoute.DENSE, 0).nanos() / few / features;
    double pair = Math.max(1, (active.nanos() - silent.nanos()) / active.active());
    double encoder = silent.nanos() / batch / features;
    return new StepCosts(dense, encoder, HOT_SHARE * dense, pair);
  }

  /** Times a sparse step with some features active on every row. */
  private Timing sparse() {
    double share = Math.min(0.5, (double) ACTIVE_A_ROW / weights.getShape().get(0));
    double bias = new NormalDistribution().inverseCumulativeProbability(share);
    return time(rows, StepRoute.SPARSE, bias);
  }

  private record Timing(double nanos, double active) {}

  /** Takes the best of some runs, of which the first is not counted. */
  private Timing time(NDArray x, StepRoute route, double bias) {
    double best = Double.POSITIVE_INFINITY;
    double active = 0;
    for (int run = 0; run < RUNS; run++) {
      try (NDManager scope = manager.newSubManager()) {
        long features = weights.getShape().get(0);
        DictionaryParameters parameters =
            new DictionaryParameters(
                weights,
                scope.full(new Shape(features), (float) bias, DataType.FLOAT32),
                weights,
                scope.zeros(new Shape(weights.getShape().get(1))));
        long begun = System.nanoTime();
        BatchGradient gradient =
            objective.gradient(scope, parameters, new GradientRequest(x, 1, route), workspace);
        active = Math.max(1, gradient.statistics((int) x.getShape().get(0)).activeCount());
        double nanos = System.nanoTime() - begun;
        best = run == 0 ? best : Math.min(best, nanos);
      }
    }
    return new Timing(best, active);
  }

  /** Uniform numbers of mean zero: what they cost is the same, and they are quick to draw. */
  private NDArray unitVariance(SplittableRandom random, double scale, int count, int width) {
    float[] values = new float[count * width];
    double half = Math.sqrt(3) * scale;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-half, half);
    }
    return manager.create(values, new Shape(count, width));
  }
}
