package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;

/** Whether all numbers of an array are finite. */
final class FiniteNumbers {
  private FiniteNumbers() {}

  /** Looks at the smallest and the largest alone, as NaN is either: no array of flags is made. */
  static boolean only(NDArray array) {
    if (array.size() == 0) {
      return true;
    }
    try (NDArray least = array.min();
        NDArray most = array.max()) {
      return Float.isFinite(least.getFloat()) && Float.isFinite(most.getFloat());
    }
  }
}
