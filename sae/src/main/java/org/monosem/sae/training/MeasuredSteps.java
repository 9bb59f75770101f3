package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.Moment;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;

/**
 * Steps of every kind on random rows, as {@link StepCostMeter} times them. Pre-activations are
 * about Gaussian; biases set what share of them is active.
 */
final class MeasuredSteps {
  /** Wider dictionaries cost the same a feature. */
  private static final int MOST_FEATURES = 8192;

  /** Elements of rows x features: with the rows, sets how long a measurement takes. */
  private static final int SPARSE_ELEMENTS = 1 << 21;

  private static final int DENSE_ELEMENTS = 1 << 20;
  private static final int MOST_ROWS = 2048;

  /** Where trained dictionaries are, or near it. */
  private static final double FEW = 1.0 / 64;

  /** Near where sparse and dense cost the same: there it matters what a pair costs. */
  private static final double MANY = 1.0 / 16;

  private static final double HALF = 0.5;

  /** One feature of so many is hot in a measured hybrid step. */
  private static final int HOT_OF = 16;

  private static final double NEVER = -1e6;

  private final NDManager manager;
  private final Objective objective;
  private final int batch;
  private final int denseRows;
  private final Workspace workspace;
  private final Workspace oneRow;
  private final NDArray rows;
  private final NDArray weights;
  private final List<Integer> hot;

  /** The fastest of the steps of one kind, and how many pairs were active. */
  static final class Timing {
    /** The two fastest steps agree to this factor where nothing else keeps the machine busy. */
    private static final double AGREE = 1.15;

    private double nanos = Double.POSITIVE_INFINITY;
    private double second = Double.POSITIVE_INFINITY;
    private double active;
    private boolean warm;

    double nanos() {
      return nanos;
    }

    double active() {
      return active;
    }

    /** Returns whether another step was about as fast as the fastest. */
    boolean settled() {
      return second <= AGREE * nanos;
    }

    /** Returns how much longer this took than another kind. */
    double over(Timing other) {
      return nanos - other.nanos;
    }

    /** The first step is not counted: it loads code and touches memory for the first time. */
    private void add(double stepNanos, double pairs) {
      if (warm) {
        second = Math.min(second, Math.max(nanos, stepNanos));
        nanos = Math.min(nanos, stepNanos);
      }
      active = pairs;
      warm = true;
    }
  }

  MeasuredSteps(NDManager manager, TrainingPlan plan, Precision precision, int rowWidth) {
    this.manager = manager;
    this.objective = plan.recipe().objective();
    this.batch = plan.length().batch();
    int features = Math.min(MOST_FEATURES, plan.dSae());
    DictionaryWidths widths = plan.layout().dictionary(rowWidth, features);
    // Both halves of a step are timed on one width: for a transcoder, on the mean of its two.
    int dIn = (widths.dIn() + widths.dOut()) / 2;
    int count = Math.min(batch, Math.min(MOST_ROWS, SPARSE_ELEMENTS / features));
    int tile = Math.min(plan.compute().tileRows(), count);
    this.denseRows = Math.min(tile, DENSE_ELEMENTS / features);
    this.workspace = workspace(precision, new ReluEncoder.Sizes(features, dIn, tile));
    this.oneRow = workspace(Precision.FP32, new ReluEncoder.Sizes(features, dIn, 1));
    SplittableRandom random = Seed.of(1).named("step costs").random();
    this.rows = unitVariance(random, 1, count, dIn);
    this.weights = unitVariance(random, 1 / Math.sqrt(dIn), features, dIn);
    this.hot = IntStream.range(0, Math.max(1, features / HOT_OF)).boxed().toList();
  }

  private Workspace workspace(Precision precision, ReluEncoder.Sizes sizes) {
    return Workspace.of(manager, precision, sizes, DataType.FLOAT32);
  }

  int batch() {
    return batch;
  }

  int features() {
    return Math.toIntExact(weights.getShape().get(0));
  }

  int hotFeatures() {
    return hot.size();
  }

  /** Returns the rows of every step but the dense and the two of one row. */
  int rows() {
    return Math.toIntExact(rows.getShape().get(0));
  }

  /** Returns the rows of the dense step: one tile of them. */
  int denseRows() {
    return denseRows;
  }

  /** Times a sparse step with few active pairs. */
  void few(Timing timing) {
    time(timing, workspace, request(rows(), StepRoute.SPARSE), biases(FEW, 0));
  }

  /** Times a sparse step with many active pairs. */
  void many(Timing timing) {
    time(timing, workspace, request(rows(), StepRoute.SPARSE), biases(MANY, 0));
  }

  /** Times a step with few active pairs of cold features, beside hot features. */
  void hybrid(Timing timing) {
    time(timing, workspace, request(rows(), StepRoute.hybrid(hot)), biases(FEW, hot.size()));
  }

  /** Times a step by dense products. */
  void dense(Timing timing) {
    time(timing, workspace, request(denseRows, StepRoute.DENSE), biases(HALF, 0));
  }

  /** Times what a sparse step costs however few rows it has. */
  void fixed(Timing timing) {
    time(timing, workspace, request(1, StepRoute.SPARSE), silent());
  }

  /** Times what a step by any path costs however few rows it has. */
  void common(Timing timing) {
    time(timing, oneRow, request(1, StepRoute.SPARSE), silent());
  }

  private GradientRequest request(int count, StepRoute route) {
    return new GradientRequest(rows.get(":" + count), 1, route);
  }

  /** Biases by which features fire on a share of the rows, the first ones on half of them. */
  private float[] biases(double share, int often) {
    float[] values = new float[features()];
    Arrays.fill(values, (float) new NormalDistribution().inverseCumulativeProbability(share));
    Arrays.fill(values, 0, often, 0);
    return values;
  }

  private float[] silent() {
    float[] values = new float[features()];
    Arrays.fill(values, (float) NEVER);
    return values;
  }

  private void time(Timing timing, Workspace buffers, GradientRequest request, float[] biases) {
    try (NDManager scope = manager.newSubManager()) {
      request.rows().attach(scope);
      NDArray bDec = scope.zeros(new Shape(weights.getShape().get(1)));
      DictionaryParameters parameters =
          new DictionaryParameters(weights, scope.create(biases), weights, bDec, extra(scope));
      Moment moment =
          new Moment(0, null, TrainingState.Watched.start(scope, 1, objective).estimates());
      GradientRequest timed =
          new GradientRequest(request.rows(), request.rows(), 1, request.route(), moment);
      long begun = System.nanoTime();
      BatchGradient gradient = objective.gradient(scope, parameters, timed, buffers);
      double active = gradient.statistics((int) request.rows().getShape().get(0)).activeCount();
      double nanos = System.nanoTime() - begun;
      timing.add(nanos, active);
    }
  }

  /** What the objective trains beside the common four, as it starts. */
  private Map<String, NDArray> extra(NDManager scope) {
    int dIn = Math.toIntExact(weights.getShape().get(1));
    Map<String, NDArray> extra = new LinkedHashMap<>();
    objective
        .extraShapes(new DictionaryWidths(dIn, features(), dIn))
        .forEach((name, shape) -> extra.put(name, scope.full(shape, start(name))));
    return extra;
  }

  private float start(String name) {
    return objective.extraStarts().getOrDefault(name, 0.0).floatValue();
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
