package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.safetensors.ElementType;

/** Whether all numbers of an array are finite, and small enough for a file. */
final class FiniteNumbers {
  private static final double LARGEST_F16 = 65504;

  private FiniteNumbers() {}

  /** Looks at the smallest and the largest alone, as NaN is either: no array of flags is made. */
  static boolean only(NDArray array) {
    if (array.size() == 0) {
      return true;
    }
    try (NDArray least = array.min();
        NDArray most = array.max()) {
      return Double.isFinite(number(least)) && Double.isFinite(number(most));
    }
  }

  private static double number(NDArray one) {
    return one.getDataType() == DataType.FLOAT64 ? one.getDouble() : one.getFloat();
  }

  /**
   * Refuses numbers that a file's type cannot hold, and a type for weights that nobody reads.
   *
   * @throws IllegalArgumentException naming the tensor, or the type
   */
  static NDArray requireFit(String name, ElementType type, NDArray array) {
    double limit =
        switch (type) {
          case F16 -> LARGEST_F16;
          case BF16, F32 -> Float.MAX_VALUE;
          default ->
              throw new IllegalArgumentException("weights: expected F32, F16 or BF16, got " + type);
        };
    try (NDArray least = array.min();
        NDArray most = array.max()) {
      float low = least.getFloat();
      float high = most.getFloat();
      if (!(low >= -limit && high <= limit)) {
        throw new IllegalArgumentException(
            "tensor %s: expected numbers up to %s for %s, got %s to %s"
                .formatted(name, limit, type, low, high));
      }
    }
    return array;
  }
}
