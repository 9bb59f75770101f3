package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.BiFunction;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

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
   * Returns the constant that brings the mean Euclidean norm of the rows to {@code sqrt(dIn)},
   * estimated on at most 65,536 rows.
   *
   * @throws IllegalArgumentException if the mean norm is zero or not finite
   */
  static double scaleToSqrtWidth(NDManager manager, ActivationSource source, Seed seed) {
    double mean =
        mean(
            manager,
            source,
            seed,
            (scope, block) -> KERNELS.callForArray(scope, "norm_sum", block));
    return Math.sqrt(source.width()) / mean;
  }

  /**
   * Returns the constant that brings the mean squared norm of the rows to one, estimated on at most
   * 65,536 rows.
   *
   * @throws IllegalArgumentException if the mean is zero or not finite
   */
  static double scaleToUnitSquare(NDManager manager, ActivationSource source, Seed seed) {
    double mean =
        mean(
            manager,
            source,
            seed,
            (scope, block) -> block.toType(DataType.FLOAT64, true).square().sum());
    return 1 / Math.sqrt(mean);
  }

  private static double mean(
      NDManager manager,
      ActivationSource source,
      Seed seed,
      BiFunction<NDManager, NDArray, NDArray> blockSum) {
    int rows = (int) Math.min(SAMPLE_ROWS, source.rows());
    double sum = 0;
    try (ActivationStream stream = source.open(seed, 0)) {
      for (int at = 0; at < rows; at += CHUNK_ROWS) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray block = stream.next(scope, Math.min(CHUNK_ROWS, rows - at));
          sum += blockSum.apply(scope, block).toDoubleArray()[0];
        }
      }
    }
    double mean = sum / rows;
    if (!(mean > 0 && Double.isFinite(mean))) {
      throw new IllegalArgumentException(
          "activations: expected rows of finite, positive mean norm, got " + mean);
    }
    return mean;
  }

  /**
   * Returns the geometric median (the point with the least sum of distances) of at most 16,384 rows
   * times {@code inputScale}, by Weiszfeld's iteration from the mean.
   *
   * @return float32 {@code [dIn]}, owned by {@code manager}
   */
  static NDArray geometricMedian(
      NDManager manager, ActivationSource source, Seed seed, double inputScale) {
    int rows = (int) Math.min(MEDIAN_ROWS, source.rows());
    try (NDManager scope = manager.newSubManager();
        ActivationStream stream = source.open(seed, 0)) {
      NDArray sample = stream.next(scope, rows).mul((float) inputScale);
      NDArray median =
          KERNELS
              .callForArray(scope, "geometric_median", sample, MOST_ITERATIONS, TOLERANCE)
              .toType(DataType.FLOAT32, true);
      median.attach(manager);
      return median;
    }
  }
}
