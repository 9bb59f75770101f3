package org.monosem.core.polysemanticity.coding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;

/**
 * The covariance of activations, one batch of rows after another, in double precision. Batches are
 * centred by their own mean and merged by Chan, Golub and LeVeque's formula, so a mean that is
 * large against the spread costs no digits. Memory is {@code 8 width²} bytes, held by the
 * accumulator until it is closed. Not safe for use by several threads.
 */
public final class CovarianceAccumulator implements AutoCloseable {
  private static final KernelModule KERNELS =
      KernelModule.load(CovarianceAccumulator.class, "covariance.py");

  private final int width;
  private final NDManager owner;
  private final NDArray mean;
  private final NDArray comoments;
  private long rows;

  /**
   * Begins without rows.
   *
   * @param width of a row, at least 1
   * @param manager the parent of what the accumulator holds; decides the device
   * @throws IllegalArgumentException if the width is less
   */
  public CovarianceAccumulator(int width, NDManager manager) {
    if (width < 1) {
      throw new IllegalArgumentException("width: expected at least 1, got " + width);
    }
    this.width = width;
    this.owner = manager.newSubManager();
    this.mean = owner.zeros(new Shape(width), DataType.FLOAT64);
    this.comoments = owner.zeros(new Shape(width, width), DataType.FLOAT64);
  }

  /**
   * Adds rows.
   *
   * @param batch {@code [rows, width]}, floats or doubles, finite; stays the caller's
   * @throws IllegalArgumentException if it is not that; nothing is added then
   */
  public void add(NDArray batch) {
    Shape shape = batch.getShape();
    if (shape.dimension() != 2 || shape.get(1) != width || !batch.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "activations: expected floats or doubles [rows, width=%d], got %s %s"
              .formatted(width, batch.getDataType(), shape));
    }
    if (shape.get(0) == 0) {
      return;
    }
    try (NDManager scope = batch.getManager().newSubManager()) {
      NDArray finite = KERNELS.callForArray(scope, "add_rows", batch, rows, mean, comoments);
      if (!finite.getBoolean()) {
        throw new IllegalArgumentException("activations: expected finite numbers");
      }
    }
    rows += shape.get(0);
  }

  /** Returns the number of rows added. */
  public long rows() {
    return rows;
  }

  /**
   * Returns the variances of the principal components, {@code eigenvalues of sum (x - mean)(x -
   * mean)' / (rows - 1)}.
   *
   * @throws IllegalStateException if there are fewer than two rows
   */
  public PcaSpectrum spectrum() {
    if (rows < 2) {
      throw new IllegalStateException("covariance: expected at least 2 rows, got " + rows);
    }
    try (NDManager scope = owner.newSubManager()) {
      double[] variances =
          KERNELS.callForArray(scope, "spectrum", comoments, rows - 1).toDoubleArray();
      return new PcaSpectrum(rows, variances);
    }
  }

  /** Returns the covariance, {@code [width][width]}; {@code NaN} with fewer than two rows. */
  public double[][] covariance() {
    double[] flat = comoments.toDoubleArray();
    double[][] covariance = new double[width][width];
    for (int i = 0; i < flat.length; i++) {
      covariance[i / width][i % width] = rows < 2 ? Double.NaN : flat[i] / (rows - 1);
    }
    return covariance;
  }

  @Override
  public void close() {
    owner.close();
  }
}
