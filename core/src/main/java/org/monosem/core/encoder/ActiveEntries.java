package org.monosem.core.encoder;

import ai.djl.ndarray.NDArray;

/**
 * The active pairs of a batch, by row and then by feature; all other activations are zero. Found
 * with a {@link EntrySelection#capacity capacity}, some entries are no pairs but have the value
 * zero. Libtorch inference tensors: read them or give them to kernels, do not change them.
 *
 * @param rows of the batch, int32 {@code [active]}, ascending
 * @param features int32 {@code [active]}, ascending within a row
 * @param values positive, {@code [active]}
 * @param missed how many active pairs a capacity had no room for, int64 {@code []}
 */
public record ActiveEntries(NDArray rows, NDArray features, NDArray values, NDArray missed) {

  /** Returns the number of entries. */
  public long count() {
    return values.size();
  }
}
