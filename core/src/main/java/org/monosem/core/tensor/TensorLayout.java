package org.monosem.core.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a tensor lie in its storage: element {@code [i, j, ...]} is number {@code
 * offset + i * strides[0] + j * strides[1] + ...} of the storage.
 *
 * @param shape the lengths of the axes, outermost first; empty for a single number
 * @param strides the distances, in elements, between neighbours along each axis
 * @param offset the storage's element that comes first
 */
public record TensorLayout(List<Long> shape, List<Long> strides, long offset) {
  /** The limit of PyTorch and NumPy. */
  static final int MAX_RANK = 64;

  /** A tensor may repeat the elements of a smaller storage (expand), but not without bound. */
  static final long MAX_REPEATED = 1 << 20;

  /** Copies the lists. */
  public TensorLayout {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** Returns the layout in which the last axis runs fastest. */
  public static TensorLayout rowMajor(List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      strides.add(stride);
      stride = timesOrMax(stride, shape.get(axis));
    }
    Collections.reverse(strides);
    return new TensorLayout(shape, strides, 0);
  }

  /** Returns the layout in which the first axis runs fastest (Fortran order). */
  public static TensorLayout columnMajor(List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (long length : shape) {
      strides.add(stride);
      stride = timesOrMax(stride, length);
    }
    return new TensorLayout(shape, strides, 0);
  }

  /** Returns the number of elements: the product of the shape, 1 if it is empty. */
  public long elements() {
    long elements = 1;
    for (long length : shape) {
      elements = length == 0 ? 0 : timesOrMax(elements, length);
    }
    return shape.contains(0L) ? 0 : elements;
  }

  /**
   * Returns what is wrong with this layout, or null if every element lies in the storage.
   *
   * @param stored how many elements the storage holds
   */
  public @Nullable String problem(long stored) {
    if (shape.size() != strides.size() || shape.size() > MAX_RANK) {
      return "expected as many strides as axes, at most " + MAX_RANK + ", got " + this.shown();
    } else if (offset < 0 || anyNegative(shape) || anyNegative(strides)) {
      return "expected no negative length, stride or offset, got " + this.shown();
    }
    long elements = elements();
    long last = lastElement();
    if (elements > 0 && last >= stored) {
      return "expected a view within the storage's " + stored + " elements, got " + this.shown();
    } else if (elements > Math.max(stored, MAX_REPEATED)) {
      return "expected at most " + Math.max(stored, MAX_REPEATED) + " elements, got " + shown();
    }
    return null;
  }

  /** Returns the part of the first axis that begins at a row and has so many rows. */
  TensorLayout rows(long first, long count) {
    List<Long> part = new ArrayList<>(shape);
    part.set(0, count);
    return new TensorLayout(part, strides, offset + first * strides.get(0));
  }

  /** Returns how many elements of the storage lie between the first and the last, both counted. */
  long span() {
    return lastElement() - offset + 1;
  }

  /** Returns whether the elements lie one after the other in row-major order. */
  boolean isContiguous() {
    long expected = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= shape.get(axis);
    }
    return true;
  }

  /** Returns the layout for a message. */
  private String shown() {
    return TensorFileException.shown(
        "shape " + shape + ", strides " + strides + ", offset " + offset);
  }

  /** Returns the storage's element that comes last, in exact arithmetic up to the largest long. */
  private long lastElement() {
    long last = offset;
    for (int axis = 0; axis < shape.size(); axis++) {
      long reach = timesOrMax(Math.max(0, shape.get(axis) - 1), strides.get(axis));
      last = last > Long.MAX_VALUE - reach ? Long.MAX_VALUE : last + reach;
    }
    return last;
  }

  private static boolean anyNegative(List<Long> numbers) {
    return numbers.stream().anyMatch(number -> number < 0);
  }

  /** Multiplies what is not negative; what no long holds becomes the largest one. */
  private static long timesOrMax(long a, long b) {
    return b > 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }
}
