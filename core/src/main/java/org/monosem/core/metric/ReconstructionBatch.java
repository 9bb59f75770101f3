package org.monosem.core.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * What every reconstruction metric needs to know about one batch, computed once in double
 * precision: a few sums for every row, and the moments of every column.
 *
 * <p>Immutable. It holds numbers on the heap, no NDArray.
 */
public final class ReconstructionBatch {
  private final RowSums rowSums;
  private final ColumnMoments inputs;
  private final ColumnMoments errors;

  ReconstructionBatch(RowSums rowSums, ColumnMoments inputs, ColumnMoments errors) {
    this.rowSums = rowSums;
    this.inputs = inputs;
    this.errors = errors;
    requireFinite("x", rowSums.input());
    requireFinite("reconstruction", rowSums.reconstruction());
  }

  /**
   * Computes the sums on the arrays' device, a tile of rows at a time, so that the float64 copies
   * stay small; nothing is left in the arrays' managers.
   *
   * @param x input rows, shape {@code [batch, dIn]}, float32 or float64, at least one row
   * @param reconstruction the same shape
   * @throws IllegalArgumentException if the shapes or types are others, or if a row holds NaN or an
   *     infinity (the message names the row)
   */
  public static ReconstructionBatch of(NDArray x, NDArray reconstruction) {
    requireRows("x", x);
    requireRows("reconstruction", reconstruction);
    requireSameShape(format(x.getShape()), format(reconstruction.getShape()));
    return BatchKernel.sums(x, reconstruction);
  }

  /**
   * Computes the sums from plain rows.
   *
   * @param x input rows, {@code [batch][dIn]}, at least one row, all of one length
   * @param reconstruction the same shape
   * @throws IllegalArgumentException as for NDArrays
   */
  public static ReconstructionBatch of(float[][] x, float[][] reconstruction) {
    int dIn = requireRectangle("x", x);
    requireSameShape(
        shape(x.length, dIn),
        shape(reconstruction.length, requireRectangle("reconstruction", reconstruction)));
    return PlainBatch.sums(x, reconstruction);
  }

  /** Returns the number of rows. */
  public int rows() {
    return rowSums.input().length;
  }

  /** Returns the width of a row. */
  public int dIn() {
    return inputs.width();
  }

  RowSums rowSums() {
    return rowSums;
  }

  ColumnMoments inputs() {
    return inputs;
  }

  ColumnMoments errors() {
    return errors;
  }

  /** Fails unless the batch has the width that an accumulator was made for. */
  void requireWidth(int dIn) {
    if (dIn() != dIn) {
      throw new IllegalArgumentException(
          "x: expected [batch, dIn=" + dIn + "], got " + shape(rows(), dIn()));
    }
  }

  private static void requireFinite(String name, double[] squares) {
    for (int row = 0; row < squares.length; row++) {
      if (!Double.isFinite(squares[row])) {
        throw new IllegalArgumentException(
            name + ": expected finite values, got NaN or an infinity in row " + row);
      }
    }
  }

  private static void requireRows(String name, NDArray array) {
    Shape shape = array.getShape();
    DataType type = array.getDataType();
    if (shape.dimension() != 2 || shape.size() == 0) {
      throw new IllegalArgumentException(name + ": expected [batch, dIn], got " + format(shape));
    }
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new IllegalArgumentException(name + ": expected float32 or float64, got " + type);
    }
  }

  private static int requireRectangle(String name, float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException(name + ": expected [batch, dIn], got no rows");
    }
    for (int row = 1; row < rows.length; row++) {
      if (rows[row].length != rows[0].length) {
        throw new IllegalArgumentException(
            name
                + ": expected rows of "
                + rows[0].length
                + " values, got "
                + rows[row].length
                + " in row "
                + row);
      }
    }
    return rows[0].length;
  }

  private static void requireSameShape(String x, String reconstruction) {
    if (!x.equals(reconstruction)) {
      throw new IllegalArgumentException(
          "reconstruction: expected the shape of x, " + x + ", got " + reconstruction);
    }
  }

  private static String shape(int rows, int width) {
    return "[" + rows + ", " + width + "]";
  }

  private static String format(Shape shape) {
    return Arrays.toString(shape.getShape());
  }
}
