package org.monosem.core.tensor;

import java.nio.ByteBuffer;

/** A Java array that receives decoded elements, straight or by way of a small window. */
interface Target {
  /** Decodes the bytes to the array, from an index on. */
  void decode(ByteBuffer bytes, int at);

  /** Decodes the bytes to the window, from its start on. */
  void decodeWindow(ByteBuffer bytes);

  /** Copies elements of the window, a step apart, to the array, a step apart. */
  void scatter(Run run);

  /**
   * Elements in a row.
   *
   * @param from the first in the window
   * @param fromStep the distance between neighbours in the window
   * @param to the first in the array
   * @param toStep the distance between neighbours in the array
   * @param count how many
   */
  record Run(int from, int fromStep, int to, int toStep, int count) {}
}
