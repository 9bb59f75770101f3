package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/** How far results lie from their reference. */
final class Difference {
  private Difference() {}

  /**
   * Returns the largest difference, as a share of the largest value of its array. Infinite where a
   * shape differs or a number is NaN.
   */
  static double of(NDList results, NDList reference) {
    if (results.size() != reference.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < results.size(); i++) {
      largest = Math.max(largest, of(results.get(i), reference.get(i)));
    }
    return largest;
  }

  private static double of(NDArray result, NDArray reference) {
    if (!result.getShape().equals(reference.getShape())) {
      return Double.POSITIVE_INFINITY;
    }
    return of(doubles(result), doubles(reference));
  }

  static double of(double[] results, double[] reference) {
    double scale = Double.MIN_NORMAL;
    double largest = 0;
    for (int i = 0; i < results.length; i++) {
      double difference = Math.abs(results[i] - reference[i]);
      if (Double.isNaN(difference)) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, difference);
      scale = Math.max(scale, Math.abs(reference[i]));
    }
    return largest / scale;
  }

  private static double[] doubles(NDArray array) {
    try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
      return converted.toDoubleArray();
    }
  }
}
