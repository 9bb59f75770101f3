package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;

/**
 * A batch of contexts as arrays: the tokens, and the places whose activations are replaced. Lives
 * as long as the manager that it was made with.
 */
final class SpliceBatch {
  private static final KernelModule KERNELS = KernelModule.load(SpliceBatch.class, "evaluation.py");

  private final NDArray tokens;
  private final NDArray edited;

  private SpliceBatch(NDArray tokens, NDArray edited) {
    this.tokens = tokens;
    this.edited = edited;
  }

  static SpliceBatch of(NDManager manager, int[][] contexts, UneditedPositions unedited) {
    int length = contexts[0].length;
    long[] flat = new long[contexts.length * length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = contexts[i / length][i % length];
    }
    long[] edited = unedited.edited(contexts);
    return new SpliceBatch(
        manager.create(flat, new Shape(contexts.length, length)),
        manager.create(edited, new Shape(edited.length)));
  }

  /** Shape {@code [batch, position]}, int64. */
  NDArray tokens() {
    return tokens;
  }

  long editedPositions() {
    return edited.size();
  }

  /** Returns the activations at the edited places, {@code [edited, width]}. */
  NDArray take(NDManager owner, NDArray activations) {
    return KERNELS.callForArray(owner, "take_rows", activations, edited);
  }

  /**
   * Returns a copy of the activations with others at the edited places, owned by their manager.
   *
   * @param replacement shape {@code [edited, width]} or {@code [1, width]}
   */
  NDArray put(NDArray activations, NDArray replacement) {
    return KERNELS.callForArray(
        activations.getManager(), "put_rows", activations, edited, replacement);
  }
}
