package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Sparse results written out, so that an entry within rounding of zero may be present or absent.
 */
final class SparseRows {
  private SparseRows() {}

  /** From row and column of every entry: [rows], [columns], [values]. */
  static NDArray fromPairs(NDManager manager, NDList entries, Shape shape) {
    return dense(manager, ints(entries.get(0)), entries, shape);
  }

  /** From compressed rows: [offsets], [columns], [values]. */
  static NDArray fromOffsets(NDManager manager, NDList entries, Shape shape) {
    int[] offsets = ints(entries.get(0));
    int[] rows = new int[offsets[offsets.length - 1]];
    for (int row = 0; row + 1 < offsets.length; row++) {
      Arrays.fill(rows, offsets[row], offsets[row + 1], row);
    }
    return dense(manager, rows, entries, shape);
  }

  private static NDArray dense(NDManager manager, int[] rows, NDList entries, Shape shape) {
    int[] columns = ints(entries.get(1));
    double[] values = entries.get(2).toType(DataType.FLOAT64, true).toDoubleArray();
    double[] dense = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      dense[rows[i] * (int) shape.get(1) + columns[i]] += values[i];
    }
    return manager.create(dense, shape);
  }

  private static int[] ints(NDArray array) {
    return array.toType(DataType.INT32, true).toIntArray();
  }
}
