package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** The weights of a GPT-2, in the order of their layout; float32 (float64 in gradient checks). */
record Gpt2Weights(Gpt2Layout layout, List<NDArray> arrays) {

  Gpt2Weights {
    arrays = List.copyOf(arrays);
    if (arrays.size() != layout.entries().size()) {
      throw new IllegalArgumentException(
          "weights: expected " + layout.entries().size() + ", got " + arrays.size());
    }
  }

  /** Returns an array in libtorch's own memory, which is aligned and outlives Java's buffers. */
  static NDArray own(float[] values, Shape shape, NDManager owner) {
    try (NDArray aliasing = owner.create(values, shape)) {
      return aliasing.duplicate();
    }
  }

  /** Returns a copy owned by a manager on the same device. */
  Gpt2Weights copy(NDManager owner) {
    List<NDArray> copies = new ArrayList<>();
    for (NDArray array : arrays) {
      NDArray copy = array.duplicate();
      copy.attach(owner);
      copies.add(copy);
    }
    return new Gpt2Weights(layout, copies);
  }

  Gpt2Config config() {
    return layout.config();
  }

  NDArray tokenEmbedding() {
    return arrays.get(Gpt2Layout.TOKEN_EMBEDDING);
  }

  NDArray positionEmbedding() {
    return arrays.get(Gpt2Layout.POSITION_EMBEDDING);
  }

  NDArray block(int layer, Gpt2Layout.Slot slot) {
    return arrays.get(layout.index(layer, slot));
  }

  NDArray finalGain() {
    return arrays.get(layout.finalGain());
  }

  NDArray finalBias() {
    return arrays.get(layout.finalBias());
  }

  NDArray unembedding() {
    return arrays.get(layout.unembedding());
  }
}
