package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** What is demanded of a matrix of rows in a space. */
final class Embedding {
  private Embedding() {}

  static void check(NDArray embedding) {
    Shape shape = embedding.getShape();
    if (shape.dimension() != 2 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "embedding: expected [features, d] with at least one of each, got " + shape);
    }
    if (!embedding.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "embedding: expected floats or doubles, got " + embedding.getDataType());
    }
  }

  /** Refuses what came of numbers that are not finite. */
  static double[] finite(double[] results) {
    for (double result : results) {
      if (!Double.isFinite(result)) {
        throw new IllegalArgumentException(
            "embedding: expected finite numbers whose products are finite too");
      }
    }
    return results;
  }
}
