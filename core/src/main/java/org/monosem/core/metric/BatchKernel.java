package org.monosem.core.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.monosem.core.kernel.KernelModule;

/** The sums of a {@link ReconstructionBatch}, computed where the arrays live. */
final class BatchKernel {
  private static final KernelModule KERNELS = KernelModule.load(BatchKernel.class, "batch.py");

  /**
   * Elements of a tile. On the CPU its float64 copies (128 KiB each) stay in the cache, and it is
   * below the size from which libtorch splits an operation among threads, which these short
   * operations do not repay, least of all on busy cores. A GPU wants few launches instead.
   */
  private static final long CPU_TILE = 1L << 14;

  private static final long GPU_TILE = 1L << 22;

  private BatchKernel() {}

  static ReconstructionBatch sums(NDArray x, NDArray reconstruction) {
    int rows = Math.toIntExact(x.getShape().get(0));
    int dIn = Math.toIntExact(x.getShape().get(1));
    long tile = tileRows(x, dIn);
    try (NDManager scope = x.getManager().newSubManager()) {
      NDList sums = KERNELS.call(scope, "reconstruction_sums", x, reconstruction, tile);
      double[][] columns = split(sums.get(1), dIn);
      return new ReconstructionBatch(
          new RowSums(split(sums.get(0), rows)),
          new ColumnMoments(rows, columns[0], columns[1]),
          new ColumnMoments(rows, columns[2], columns[3]));
    }
  }

  /** Returns the column moments of rows of shape {@code [batch, dIn]}. */
  static ColumnMoments moments(NDArray rows) {
    int dIn = Math.toIntExact(rows.getShape().get(1));
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray sums = KERNELS.callForArray(scope, "column_moments", rows, tileRows(rows, dIn));
      double[][] columns = split(sums, dIn);
      return new ColumnMoments(rows.getShape().get(0), columns[0], columns[1]);
    }
  }

  private static long tileRows(NDArray x, int dIn) {
    return Math.max(1, (x.getDevice().isGpu() ? GPU_TILE : CPU_TILE) / dIn);
  }

  private static double[][] split(NDArray matrix, int length) {
    double[] flat = matrix.toDoubleArray();
    double[][] parts = new double[flat.length / length][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
    }
    return parts;
  }
}
