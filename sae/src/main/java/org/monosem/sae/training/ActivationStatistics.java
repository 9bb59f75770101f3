package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.RowScaling;

/**
 * What a recipe must know of the data before the first step, estimated on a random sample that
 * follows from the seed.
 */
final class ActivationStatistics {
  private static final KernelModule KERNELS =
      KernelModule.load(ActivationStatistics.class, "start.py");
  private static final int SAMPLE_ROWS = 65_536;
  private static final int MEDIAN_ROWS = 16_384;
  private static final int CHUNK_ROWS = 4096;
  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-9;

  private ActivationStatistics() {}

  /**
   * Returns the factors of a scaling for each part of the rows, estimated on at most 65,536 rows.
   *
   * @throws IllegalArgumentException if a mean norm is zero or not finite
   */
  static RowScaling scaling(
      NDManager manager, ActivationSource source, Seed seed, TrainingData.ScalingKind kind) {
    int[] widths = kind.layout().widths(source.width());
    if (kind.scaling() == InputScaling.NONE) {
      return new RowScaling(kind.layout(), Collections.nCopies(widths.length, 1.0));
    }
    boolean squares = kind.scaling() == InputScaling.MEAN_SQUARE_NORM_ONE;
    double[] means = means(manager, source, seed, new NormSums(widths, squares ? 2 : 1));
    List<Double> factors = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      requireMean(means[i]);
      factors.add(squares ? 1 / Math.sqrt(means[i]) : Math.sqrt(widths[i]) / means[i]);
    }
    return new RowScaling(kind.layout(), factors);
  }

  /** Sums of the norms of parts of rows, to a power. */
  private record NormSums(List<Integer> widths, int power) {
    NormSums(int[] widths, int power) {
      this(Arrays.stream(widths).boxed().toList(), power);
    }

    void addTo(double[] sums, NDManager scope, NDArray block) {
      int start = 0;
      for (int i = 0; i < sums.length; i++) {
        int stop = start + widths.get(i);
        NDArray sum = KERNELS.callForArray(scope, "norm_sum", block, start, stop, power);
        sums[i] += sum.toDoubleArray()[0];
        start = stop;
      }
    }
  }

  private static double[] means(
      NDManager manager, ActivationSource source, Seed seed, NormSums norms) {
    int rows = (int) Math.min(SAMPLE_ROWS, source.rows());
    double[] sums = new double[norms.widths().size()];
    try (ActivationStream stream = source.open(seed, 0)) {
      for (int at = 0; at < rows; at += CHUNK_ROWS) {
        try (NDManager scope = manager.newSubManager()) {
          norms.addTo(sums, scope, stream.next(scope, Math.min(CHUNK_ROWS, rows - at)));
        }
      }
    }
    return Arrays.stream(sums).map(sum -> sum / rows).toArray();
  }

  /**
   * Returns the median of the norms of at most 65,536 rows.
   *
   * @throws IllegalArgumentException if it is zero or not finite
   */
  static double medianNorm(NDManager manager, ActivationSource source, Seed seed) {
    double[] norms = new double[(int) Math.min(SAMPLE_ROWS, source.rows())];
    try (ActivationStream stream = source.open(seed, 0)) {
      for (int at = 0; at < norms.length; at += CHUNK_ROWS) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray block = stream.next(scope, Math.min(CHUNK_ROWS, norms.length - at));
          double[] some = HighNormRows.norms(scope, block);
          System.arraycopy(some, 0, norms, at, some.length);
        }
      }
    }
    Arrays.sort(norms);
    double median = (norms[(norms.length - 1) / 2] + norms[norms.length / 2]) / 2;
    if (!(median > 0 && Double.isFinite(median))) {
      throw new IllegalArgumentException(
          "activations: expected rows of finite, positive median norm, got " + median);
    }
    return median;
  }

  private static void requireMean(double mean) {
    if (!(mean > 0 && Double.isFinite(mean))) {
      throw new IllegalArgumentException(
          "activations: expected rows of finite, positive mean norm, got " + mean);
    }
  }

  /**
   * Returns the geometric median (the point with the least sum of distances) of at most 16,384
   * scaled targets, by Weiszfeld's iteration from the mean.
   *
   * @return float32 {@code [dOut]}, owned by {@code manager}
   */
  static NDArray geometricMedian(
      NDManager manager, ActivationSource source, Seed seed, RowScaling scaling) {
    int rows = (int) Math.min(MEDIAN_ROWS, source.rows());
    try (NDManager scope = manager.newSubManager();
        ActivationStream stream = source.open(seed, 0)) {
      NDArray sample = scaling.of(scope, stream.next(scope, rows)).targets();
      NDArray median =
          KERNELS
              .callForArray(scope, "geometric_median", sample, MOST_ITERATIONS, TOLERANCE)
              .toType(DataType.FLOAT32, true);
      median.attach(manager);
      return median;
    }
  }
}
