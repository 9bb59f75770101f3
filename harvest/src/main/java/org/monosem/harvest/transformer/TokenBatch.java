package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** The checks on the tokens that a model is given. */
final class TokenBatch {
  private TokenBatch() {}

  /**
   * Checks tokens for a model.
   *
   * @throws IllegalArgumentException if they are not int64 {@code [batch, position]}, too long, too
   *     short, or hold an id outside the vocabulary; the message says where
   */
  static void check(NDArray tokens, Gpt2Config config, int fewestPositions) {
    Shape shape = tokens.getShape();
    if (tokens.getDataType() != DataType.INT64 || shape.dimension() != 2 || shape.get(0) < 1) {
      throw new IllegalArgumentException(
          "tokens: expected int64 [batch, position], got " + tokens.getDataType() + " " + shape);
    }
    long positions = shape.get(1);
    if (positions < fewestPositions || positions > config.contextLength()) {
      throw new IllegalArgumentException(
          "tokens: expected "
              + fewestPositions
              + " to "
              + config.contextLength()
              + " positions, got "
              + positions);
    }
    checkIds(tokens.toLongArray(), (int) positions, config.vocabularySize());
  }

  private static void checkIds(long[] ids, int positions, int vocabularySize) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabularySize) {
        throw new IllegalArgumentException(
            "tokens: expected ids from 0 to "
                + (vocabularySize - 1)
                + ", got "
                + ids[i]
                + " at [batch="
                + i / positions
                + ", position="
                + i % positions
                + "]");
      }
    }
  }
}
