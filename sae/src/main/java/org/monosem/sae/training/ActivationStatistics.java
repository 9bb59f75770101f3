package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.RowLayout;
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
   * Returns the constants that bring the mean Euclidean norm of each part of the rows to the root
   * of its width, estimated on at most 65,536 rows.
   *
   * @throws IllegalArgumentException if a mean norm is zero or not finite
   */
  static RowScaling scaleToSqrtWidth(
      NDManager manager, ActivationSource source, Seed seed, RowLayout layout) {
    int rows = (int) Math.min(SAMPLE_ROWS, source.rows());
    int[] widths = layout.widths(source.width());
    double[] sums = new double[widths.length];
    try (ActivationStream stream = source.open(seed, 0)) {
      for (int at = 0; at < rows; at += CHUNK_ROWS) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray block = stream.next(scope, Math.min(CHUNK_ROWS, rows - at));
          addNorms(scope, block, widths, sums);
        }
      }
    }
    List<Double> factors = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      factors.add(factor(sums[i] / rows, widths[i]));
    }
    return new RowScaling(layout, factors);
  }

  private static void addNorms(NDManager scope, NDArray block, int[] widths, double[] sums) {
    int start = 0;
    for (int i = 0; i < widths.length; i++) {
      int stop = start + widths[i];
      sums[i] += KERNELS.callForArray(scope, "norm_sum", block, start, stop).toDoubleArray()[0];
      start = stop;
    }
  }

  private static double factor(double mean, int width) {
    if (!(mean > 0 && Double.isFinite(mean))) {
      throw new IllegalArgumentException(
          "activations: expected rows of finite, positive mean norm, got " + mean);
    }
    return Math.sqrt(width) / mean;
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
