package org.monosem.core.safetensors;

import java.util.List;

/**
 * One tensor of a file, as the header tells it.
 *
 * @param name its name, any text; never to be used as a path unescaped
 * @param type the type of its elements
 * @param shape the lengths of its axes, outermost first; empty for a single number
 * @param begin its first byte, counted from the start of the data
 * @param end the byte after its last, counted from the start of the data
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, long begin, long end) {
  /** Copies the shape. */
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Returns the number of elements: the product of the shape, 1 if it is empty. */
  public long elements() {
    return byteCount() / type.bytes();
  }

  /** Returns the bytes that the elements take in the file. */
  public long byteCount() {
    return end - begin;
  }
}
