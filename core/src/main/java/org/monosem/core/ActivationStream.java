package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** One reading of an {@link ActivationSource}; not safe for use by several threads. */
public interface ActivationStream extends AutoCloseable {

  /**
   * Returns the next rows of the sequence; a batch may end one pass and begin the next.
   *
   * @param manager the owner of the result
   * @param rows how many rows, at least one
   * @return shape {@code [rows, dIn]}, float32, on the manager's device
   * @throws IllegalArgumentException if {@code rows} is less than one
   * @throws java.io.UncheckedIOException if the rows cannot be read
   */
  NDArray next(NDManager manager, int rows);

  /**
   * Returns how many rows of the endless sequence lie behind, those skipped at opening included.
   */
  long position();

  @Override
  void close();
}
