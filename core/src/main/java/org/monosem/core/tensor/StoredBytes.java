package org.monosem.core.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.monosem.core.safetensors.ElementType;

/**
 * The elements of a storage, in the order of the file.
 *
 * @param file the file, for messages
 * @param label the tensor or its storage, for messages, for example {@code storage 3}
 * @param type the type of the elements
 * @param order the order of the bytes of an element
 * @param bytes gives the storage's bytes
 */
public record StoredBytes(
    Path file, String label, ElementType type, ByteOrder order, Supplier<ByteSource> bytes) {

  /** Returns the storage's bytes. */
  ByteSource source() {
    return bytes.get();
  }

  /** Copies elements. */
  ByteBuffer read(long first, int count) {
    byte[] copy = new byte[count * type.bytes()];
    source().read(first * type.bytes(), copy, 0, copy.length);
    return ByteBuffer.wrap(copy).order(order);
  }

  /** Returns the same bytes under another label. */
  StoredBytes labelled(String other) {
    return new StoredBytes(file, other, type, order, bytes);
  }

  TensorFileException problem(String rule) {
    return new TensorFileException(file, label + ": " + rule);
  }
}
