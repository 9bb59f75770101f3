package org.monosem.core.encoder;

import ai.djl.ndarray.NDArray;

/**
 * Which active pairs an encoder is asked for.
 *
 * @param skip features to leave out, int64, one dimension, may be empty
 * @param capacity how many pairs a tile has room for, or 0 for as many as there are. With a
 *     capacity the host never waits for the device to say how many
 */
public record EntrySelection(NDArray skip, long capacity) {
  /**
   * Checks the capacity.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public EntrySelection {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity: expected at least 0, got " + capacity);
    }
  }
}
