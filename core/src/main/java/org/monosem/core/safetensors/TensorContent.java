package org.monosem.core.safetensors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of a tensor to be written. */
@FunctionalInterface
interface TensorContent {
  /** The elements encoded at once: at most 1 MiB of bytes. */
  int PIECE_ELEMENTS = 1 << 17;

  /** Writes all elements in row-major order, little-endian. */
  void writeTo(OutputStream out) throws IOException;

  /** Encodes a run of elements. */
  @FunctionalInterface
  interface Encoder {
    /**
     * Encodes elements.
     *
     * @param firstElement the first one, counted in row-major order
     * @param bytes a little-endian buffer, to be filled to its limit
     */
    void encode(long firstElement, ByteBuffer bytes);
  }

  /** Returns content that is encoded piece by piece. */
  static TensorContent of(ElementType type, long elements, Encoder encoder) {
    return out -> write(type, elements, encoder, out);
  }

  /** Encodes and writes piece by piece. */
  static void write(ElementType type, long elements, Encoder encoder, OutputStream out)
      throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE_ELEMENTS, elements) * type.bytes()];
    for (long first = 0; first < elements; first += PIECE_ELEMENTS) {
      int length = (int) Math.min(PIECE_ELEMENTS, elements - first) * type.bytes();
      ByteBuffer bytes = ByteBuffer.wrap(piece, 0, length).order(ByteOrder.LITTLE_ENDIAN);
      encoder.encode(first, bytes);
      out.write(piece, 0, length);
    }
  }
}
