package org.monosem.core.polysemanticity.virtualneuron;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Rows of an array on the Java heap, in double precision. */
final class Rows {
  private Rows() {}

  /** Returns {@code [rows, d]}, all finite. */
  static double[][] of(String name, NDArray array) {
    Shape shape = array.getShape();
    if (shape.dimension() != 2 || shape.size() == 0 || !array.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "%s: expected floats or doubles [rows, d], neither empty, got %s %s"
              .formatted(name, array.getDataType(), shape));
    }
    double[] flat = doubles(array);
    if (!Arrays.stream(flat).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(name + ": expected finite numbers");
    }
    int d = (int) shape.get(1);
    double[][] rows = new double[(int) shape.get(0)][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * d, (row + 1) * d));
    return rows;
  }

  private static double[] doubles(NDArray array) {
    try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }
}
