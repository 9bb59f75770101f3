package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The rows of a batch, cut out when one is wanted; units that keep the same row share it. */
final class BatchInputs {
  private final float[] values;
  private final int dIn;
  private final RowPlaces places;
  private final Map<Integer, float[]> cut = new HashMap<>();

  private BatchInputs(float[] values, int dIn, RowPlaces places) {
    this.values = values;
    this.dIn = dIn;
    this.places = places;
  }

  static BatchInputs of(NDArray inputs, RowPlaces places, long activations) {
    Shape shape = inputs.getShape();
    if (shape.dimension() != 2 || inputs.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "inputs: expected float32 [rows, dIn], got " + inputs.getDataType() + " " + shape);
    }
    if (shape.get(0) != activations || places.rows() != activations) {
      throw new IllegalArgumentException(
          "batch: expected as many inputs and places as rows of activations, %d, got %d and %d"
              .formatted(activations, shape.get(0), places.rows()));
    }
    return new BatchInputs(inputs.toFloatArray(), (int) shape.get(1), places);
  }

  Example example(int row, float activation) {
    return new Example(places.document(row), places.position(row), activation);
  }

  float[] input(int row) {
    return cut.computeIfAbsent(
        row, place -> Arrays.copyOfRange(values, place * dIn, (place + 1) * dIn));
  }
}
