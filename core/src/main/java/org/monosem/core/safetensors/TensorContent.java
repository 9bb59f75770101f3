package org.monosem.core.safetensors;

import java.nio.ByteBuffer;

/** The elements of a tensor to be written, asked for piece by piece. */
@FunctionalInterface
interface TensorContent {
  /**
   * Encodes elements.
   *
   * @param firstElement the first one, counted in row-major order
   * @param bytes a little-endian buffer, to be filled to its limit with whole elements
   */
  void encode(long firstElement, ByteBuffer bytes);
}
