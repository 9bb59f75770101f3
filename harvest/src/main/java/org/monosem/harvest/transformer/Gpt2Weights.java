package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
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
