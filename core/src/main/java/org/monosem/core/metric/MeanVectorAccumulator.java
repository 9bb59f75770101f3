package org.monosem.core.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Accumulates the mean row, the vector that mean ablation puts in the place of activations.
 *
 * <p>The value is a new array of length {@code dIn}, NaN without rows.
 */
public final class MeanVectorAccumulator implements Accumulator<MeanVectorAccumulator, double[]> {
  private final ColumnMoments moments;

  private MeanVectorAccumulator(int dIn) {
    moments = new ColumnMoments(dIn);
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static MeanVectorAccumulator create(int dIn) {
    return new MeanVectorAccumulator(Widths.positive("dIn", dIn));
  }

  /**
   * Accepts rows; nothing is left in the array's manager.
   *
   * @param batch shape {@code [batch, dIn]}, float32 or float64; no rows are fine
   * @throws IllegalArgumentException if the shape or type is another, or if a column holds NaN or
   *     an infinity (the message names the column; nothing is accepted)
   */
  public void accept(NDArray batch) {
    Shape shape = batch.getShape();
    DataType type = batch.getDataType();
    if (shape.dimension() != 2 || shape.get(1) != moments.width()) {
      throw wrongShape(Arrays.toString(shape.getShape()));
    }
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new IllegalArgumentException("rows: expected float32 or float64, got " + type);
    }
    if (shape.get(0) > 0) {
      add(BatchKernel.moments(batch));
    }
  }

  /**
   * Accepts plain rows.
   *
   * @param batch {@code [batch][dIn]}; no rows are fine
   * @throws IllegalArgumentException as for an NDArray
   */
  public void accept(float[][] batch) {
    double[] mean = new double[moments.width()];
    for (float[] row : batch) {
      if (row.length != mean.length) {
        throw wrongShape("a row of " + row.length + " values");
      }
      for (int d = 0; d < mean.length; d++) {
        mean[d] += row[d];
      }
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= Math.max(1, batch.length);
    }
    add(new ColumnMoments(batch.length, mean, new double[mean.length]));
  }

  @Override
  public long rows() {
    return moments.rows();
  }

  @Override
  public MeanVectorAccumulator combine(MeanVectorAccumulator other) {
    Widths.same("dIn", moments.width(), other.moments.width());
    moments.combine(other.moments);
    return this;
  }

  @Override
  public double[] value() {
    return moments.mean();
  }

  private void add(ColumnMoments batch) {
    double[] mean = batch.mean();
    for (int d = 0; d < mean.length && batch.rows() > 0; d++) {
      if (!Double.isFinite(mean[d])) {
        throw new IllegalArgumentException(
            "rows: expected finite values, got NaN or an infinity in column " + d);
      }
    }
    moments.combine(batch);
  }

  private IllegalArgumentException wrongShape(String got) {
    return new IllegalArgumentException(
        "rows: expected [batch, dIn=" + moments.width() + "], got " + got);
  }
}
