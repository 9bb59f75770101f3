package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A model taken out of its training: float32 copies that belong to the manager they were asked for.
 *
 * @param l1 {@code L1 [units, dims]}
 * @param bias {@code b [units]}
 * @param l2 {@code L2 [out, units]}
 * @param projection {@code P [features, dims]}, through which the model sees the features
 * @param target what it is to say of feature {@code j}, in row {@code j} of {@code [features,
 *     out]}: the identity, or {@code Q} of a re-projector
 */
public record ToyWeights(NDArray l1, NDArray bias, NDArray l2, NDArray projection, NDArray target)
    implements AutoCloseable {

  @Override
  public void close() {
    new NDList(l1, bias, l2, projection, target).close();
  }
}
