package org.monosem.core.polysemanticity.emergence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Numbers of arrays as doubles, and which of them are above a threshold. */
final class Activations {
  private Activations() {}

  static double[] doubles(NDArray array) {
    if (array.getDataType() == DataType.FLOAT64) {
      return array.toDoubleArray();
    }
    try (NDManager scope = array.getManager().newSubManager()) {
      NDArray wide = array.toType(DataType.FLOAT64, true);
      wide.attach(scope);
      return wide.toDoubleArray();
    }
  }

  /** Returns {@code [rows][units]}: whether each activation is above the threshold. */
  static boolean[][] active(NDArray layer, int units, double threshold, String name) {
    Shape shape = layer.getShape();
    if (shape.dimension() != 2 || shape.get(1) != units) {
      throw new IllegalArgumentException(
          "%s: expected activations [rows, units=%d], got %s".formatted(name, units, shape));
    }
    // A float32 0.05 is above the double 0.05; against its own kind it is not.
    double limit = layer.getDataType() == DataType.FLOAT64 ? threshold : (float) threshold;
    double[] values = doubles(layer);
    boolean[][] active = new boolean[Math.toIntExact(shape.get(0))][units];
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "%s: row %d, unit %d is NaN".formatted(name, i / units, i % units));
      }
      active[i / units][i % units] = values[i] > limit;
    }
    return active;
  }
}
