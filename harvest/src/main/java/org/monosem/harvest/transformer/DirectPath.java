package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import org.monosem.harvest.transformer.Gpt2Layout.Slot;
import org.monosem.harvest.transformer.HookSite.Place;

/** The linear way from a hook point to the logits; see {@link Gpt2#directLogits}. */
record DirectPath(Gpt2Weights weights, Place place, @Nullable NDArray intoResidual) {

  static DirectPath of(Gpt2Weights weights, Place place) {
    NDArray intoResidual =
        switch (place.site()) {
          case Z -> weights.block(place.layer(), Slot.ATTENTION_OUT);
          case MLP_POST -> weights.block(place.layer(), Slot.MLP_OUT);
          default -> null;
        };
    if (intoResidual == null
        && !place.site().addsToResidualStream()
        && place.site() != HookSite.FINAL_NORM) {
      throw new IllegalArgumentException(
          "direct logits: a non-linearity lies between "
              + place.hook()
              + " and the residual stream");
    }
    return new DirectPath(weights, place, intoResidual);
  }

  /** Returns {@code [n, vocabulary]} for directions {@code [n, width]}. */
  NDArray logits(NDArray directions) {
    check(directions);
    NDArray unembedding = weights.unembedding();
    NDManager manager = directions.getManager();
    NDArray out =
        manager.create(
            new Shape(directions.getShape().get(0), weights.config().vocabularySize()),
            DataType.FLOAT32);
    if (place.site() == HookSite.FINAL_NORM) {
      Gpt2Forward.KERNELS.run("normalized_to_logits", directions, unembedding, out);
      return out;
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray residual =
          intoResidual == null
              ? directions
              : Gpt2Forward.KERNELS.callForArray(scope, "through", directions, intoResidual);
      Gpt2Forward.KERNELS.run(
          "residual_to_logits", residual, weights.finalGain(), unembedding, out);
    }
    return out;
  }

  private void check(NDArray directions) {
    int width = place.site().width(weights.config());
    Shape shape = directions.getShape();
    if (shape.dimension() != 2
        || shape.get(1) != width
        || directions.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "directions at "
              + place.hook()
              + ": expected float32 [n, width="
              + width
              + "], got "
              + directions.getDataType()
              + " "
              + shape);
    }
  }
}
