package org.monosem.core.encoder;

import ai.djl.ndarray.NDArray;

/**
 * The active pairs of a batch, by row and then by feature; all other activations are zero. Views of
 * libtorch inference tensors: read them or give them to kernels, do not change them.
 *
 * @param rows of the batch, int32 {@code [active]}, ascending
 * @param features int32 {@code [active]}, ascending within a row
 * @param values positive, {@code [active]}
 */
public record ActiveEntries(NDArray rows, NDArray features, NDArray values) {

  /** Returns the number of active pairs. */
  public long count() {
    return values.size();
  }
}
