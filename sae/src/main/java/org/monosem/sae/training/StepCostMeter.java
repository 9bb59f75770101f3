package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
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

  /** Elements of a dense array of activations: sets how long a measurement takes. */
  private static final int ELEMENTS = 1 << 21;

  private static final int MOST_ROWS = 1024;
  private static final int ACTIVE_A_ROW = 64;
  private static final int HOT_FEATURES = 128;
  private static final double NEVER = -1e6;

  private final NDManager manager;
  private final Objective objective;
  private final Workspace workspace;
  private final NDArray rows;
  private final NDArray weights;

  private StepCostMeter(NDManager manager, Objective objective, ComputePlan compute, Shape shape) {
    this.manager = manager;
    this.objective = objective;
    int features = (int) shape.get(0);
    int dIn = (int) shape.get(1);
    int batch = Math.max(64, Math.min(MOST_ROWS, ELEMENTS / features));
    int tile = Math.min(compute.tileRows(), batch);
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(features, dIn, tile);
    this.workspace = Workspace.of(manager, compute.precision(), sizes, DataType.FLOAT32);
    SplittableRandom random = Seed.of(1).named("step costs").random();
    this.rows = unitVariance(random, 1, batch, dIn);
    this.weights = unitVariance(random, 1 / Math.sqrt(dIn), features, dIn);
  }

  /**
   * Returns measured costs.
   *
   * @param device where the training runs
   * @param objective of the training
   * @param compute its precision and tiles
   * @param dSae the number of features
   * @param dIn the width of a row
   */
  public static StepCosts measure(
      Device device, Objective objective, ComputePlan compute, int dSae, int dIn) {
    Shape shape = new Shape(Math.min(MOST_FEATURES, dSae), dIn);
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      return new StepCostMeter(manager, objective, compute, shape).measure();
    }
  }

  /**
   * Returns a plan in whichever exact precision is faster here, float32 or {@link
   * Precision#FP32_VIA_BF16}, with its measured costs.
   *
   * @param device where the training runs
   * @param objective of the training
   * @param compute its tiles; precision and costs are replaced
   * @param dSae the number of features
   * @param dIn the width of a row
   */
  public static ComputePlan fastest(
      Device device, Objective objective, ComputePlan compute, int dSae, int dIn) {
    ComputePlan best = compute;
    double least = Double.POSITIVE_INFINITY;
    for (Precision precision : List.of(Precision.FP32, Precision.FP32_VIA_BF16)) {
      ComputePlan plan = compute.withPrecision(precision);
      StepCosts costs = measure(device, objective, plan, dSae, dIn);
      double row = costs.encoder() * dSae + costs.pair() * ACTIVE_A_ROW;
      if (row < least) {
        best = plan.withCosts(costs);
        least = row;
      }
    }
    return best;
  }

  private StepCosts measure() {
    int features = (int) weights.getShape().get(0);
    double pairs = (double) rows.getShape().get(0) * features;
    double share = Math.min(0.5, (double) ACTIVE_A_ROW / features);
    double bias = new NormalDistribution().inverseCumulativeProbability(share);
    int hotCount = Math.min(HOT_FEATURES, features);
    StepRoute hybrid = StepRoute.hybrid(IntStream.range(0, hotCount).boxed().toList());
    Timing silent = time(StepRoute.SPARSE, NEVER);
    Timing active = time(StepRoute.SPARSE, bias);
    Timing mixed = time(hybrid, bias);
    Timing dense = time(StepRoute.DENSE, bias);
    double pair = Math.max(1, (active.nanos() - silent.nanos()) / active.active());
    double cold = active.active() * (1 - (double) hotCount / features);
    double hot =
        (mixed.nanos() - silent.nanos() - pair * cold) / (rows.getShape().get(0) * hotCount);
    return new StepCosts(dense.nanos() / pairs, silent.nanos() / pairs, Math.max(1, hot), pair);
  }

  private record Timing(double nanos, double active) {}

  /** Takes the better of two after one that is not counted. */
  private Timing time(StepRoute route, double bias) {
    double best = Double.POSITIVE_INFINITY;
    double active = 0;
    for (int run = 0; run < 3; run++) {
      try (NDManager scope = manager.newSubManager()) {
        DictionaryParameters parameters =
            new DictionaryParameters(
                weights,
                scope.full(new Shape(weights.getShape().get(0)), (float) bias, DataType.FLOAT32),
                weights,
                scope.zeros(new Shape(weights.getShape().get(1))));
        long begun = System.nanoTime();
        BatchGradient gradient =
            objective.gradient(scope, parameters, new GradientRequest(rows, 1, route), workspace);
        active = Math.max(1, gradient.statistics().activeCount());
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
