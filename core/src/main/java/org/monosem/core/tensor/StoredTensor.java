package org.monosem.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import org.monosem.core.safetensors.ElementType;

/**
 * A tensor in an open file: its type and layout in memory, its elements read on demand, always in
 * row-major order whatever the order in the file.
 *
 * <p>Its layout was checked against the bytes that the file holds. It can be read until the file is
 * closed; from then on every read throws {@link IllegalStateException}. Safe for use by several
 * threads.
 */
public final class StoredTensor {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final StoredBytes stored;
  private final TensorLayout layout;

  private StoredTensor(StoredBytes stored, TensorLayout layout) {
    this.stored = stored;
    this.layout = layout;
  }

  /**
   * Returns a view of a storage.
   *
   * @param elements how many elements the storage holds
   * @throws TensorFileException if the layout reaches beyond the storage, has a negative number or
   *     more than 64 axes, or repeats a smaller storage to more than 2^20 elements
   */
  public static StoredTensor of(StoredBytes stored, long elements, TensorLayout layout) {
    String problem = layout.problem(elements);
    if (problem != null) {
      throw stored.problem(problem);
    }
    return new StoredTensor(stored, layout);
  }

  /** Returns the same tensor with a text that names it in messages, for example its key. */
  public StoredTensor labelled(String label) {
    return new StoredTensor(stored.labelled(label), layout);
  }

  /** Returns the type of the elements in the file. */
  public ElementType type() {
    return stored.type();
  }

  /** Returns the lengths of the axes, outermost first; empty for a single number. */
  public List<Long> shape() {
    return layout.shape();
  }

  /** Returns where the elements lie in the storage; reading does not depend on it. */
  public TensorLayout layout() {
    return layout;
  }

  /** Returns the number of elements: the product of the shape, 1 if it is empty. */
  public long elements() {
    return layout.elements();
  }

  /**
   * Checks the shape.
   *
   * @throws TensorFileException if it is another one
   */
  public StoredTensor requireShape(List<Long> expected) {
    if (!shape().equals(expected)) {
      throw stored.problem("expected shape " + expected + ", got " + shape());
    }
    return this;
  }

  /**
   * Reads F16, BF16, F32 or F64 as floats; F64 is rounded, the others are exact.
   *
   * @throws TensorFileException if the tensor holds integers or more than 2^31-9 elements, or the
   *     file is damaged or fails
   */
  public float[] readFloats() {
    return floats(layout);
  }

  /**
   * Reads rows, that is a part of the first axis, as floats: the way to read what is larger than a
   * Java array.
   *
   * @throws IndexOutOfBoundsException if the first axis does not hold the range
   * @throws TensorFileException as {@link #readFloats}, or if the tensor has no axis
   */
  public float[] readFloatRows(long first, int count) {
    return floats(rows(first, count));
  }

  /**
   * Reads F16, BF16, F32 or F64 as doubles, exactly.
   *
   * @throws TensorFileException as {@link #readFloats}
   */
  public double[] readDoubles() {
    return doubles(layout);
  }

  /**
   * Reads integers of any type, or BOOL as 0 and 1.
   *
   * @throws TensorFileException if the tensor holds floating-point numbers, more than 2^31-9
   *     elements or U64 values above 2^63-1, or the file is damaged or fails
   */
  public long[] readLongs() {
    return longs(layout);
  }

  /**
   * Reads the only element of a tensor of any type, for example a threshold.
   *
   * @throws TensorFileException if there is not exactly one element, or as {@link #readFloats}
   */
  public double readNumber() {
    requireOne();
    return type().isFloat() ? readDoubles()[0] : readLongs()[0];
  }

  /**
   * Reads the only element of a tensor of integers, for example a k.
   *
   * @throws TensorFileException if there is not exactly one element, or as {@link #readLongs}
   */
  public long readInteger() {
    requireOne();
    return readLongs()[0];
  }

  /**
   * Reads into an array of the same shape: F16, BF16 and F32 as FLOAT32, F64 as FLOAT64, I32 as
   * INT32, BOOL as BOOLEAN and every other integer type as INT64. Arrays of any size are read, a
   * block of rows at a time.
   *
   * @param manager the owner of the array
   * @throws TensorFileException if the tensor holds U64 values above 2^63-1, or the file is damaged
   *     or fails
   */
  public NDArray read(NDManager manager) {
    return TensorArray.read(this, manager);
  }

  float[] floats(TensorLayout part) {
    requireKind(true);
    float[] array = new float[arrayLength(part)];
    Gather.run(stored, part, new FloatTarget(type(), array, window(part)));
    return array;
  }

  double[] doubles(TensorLayout part) {
    requireKind(true);
    double[] array = new double[arrayLength(part)];
    Gather.run(stored, part, new DoubleTarget(type(), array, window(part)));
    return array;
  }

  long[] longs(TensorLayout part) {
    requireKind(false);
    long[] array = new long[arrayLength(part)];
    Gather.run(stored, part, new LongTarget(type(), array, window(part)));
    if (type() == ElementType.U64) {
      requireSigned(array);
    }
    return array;
  }

  /** Returns the layout of a part of the first axis. */
  TensorLayout rows(long first, long count) {
    if (shape().isEmpty()) {
      throw stored.problem("expected an axis of rows, got a single number");
    }
    Objects.checkFromIndexSize(first, count, shape().get(0));
    return layout.rows(first, count);
  }

  private static int window(TensorLayout part) {
    return part.isContiguous() ? 0 : (int) Math.min(Gather.WINDOW, part.span());
  }

  private int arrayLength(TensorLayout part) {
    long elements = part.elements();
    if (elements > MAX_ARRAY) {
      throw stored.problem(
          "expected at most " + MAX_ARRAY + " elements to be read at once, got " + elements);
    }
    return (int) elements;
  }

  private void requireKind(boolean floats) {
    if (type().isFloat() != floats) {
      String kind = floats ? "floating-point numbers" : "integers";
      throw stored.problem("expected " + kind + ", got " + type());
    }
  }

  private void requireOne() {
    if (elements() != 1) {
      throw stored.problem("expected a single number, got shape " + shape());
    }
  }

  private void requireSigned(long[] values) {
    for (long value : values) {
      if (value < 0) {
        throw stored.problem("expected values up to 2^63-1, got " + Long.toUnsignedString(value));
      }
    }
  }
}
