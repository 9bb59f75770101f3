package org.monosem.core;

import ai.djl.ndarray.NDArray;

/** What is put in the place of a hook point's activations during a forward pass. */
@FunctionalInterface
public interface ActivationEdit {

  /**
   * Returns the activations to continue with.
   *
   * @param activations what the model computed, shape {@code [batch, position, width]}, float32;
   *     not to be changed in place
   * @return the replacement, of the same shape; the model closes it if it belongs to the manager of
   *     {@code activations}
   */
  NDArray edit(NDArray activations);
}
