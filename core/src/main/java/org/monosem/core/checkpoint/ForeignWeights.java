package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.monosem.core.tensor.TensorFileException;

/**
 * The tensors of a foreign file, asked for one by one. Each must be there, have the shape that is
 * asked for and hold finite floating-point numbers; and each that is there must be asked for, so
 * that nothing a dictionary depends on is passed over.
 */
final class ForeignWeights {
  private static final int SHOWN_NAMES = 12;

  private final TensorSource source;
  private final NDManager manager;
  private final Set<String> unread;

  /** Reads from a source, which stays the caller's, into arrays of a manager. */
  ForeignWeights(TensorSource source, NDManager manager) {
    this.source = source;
    this.manager = manager;
    this.unread = new LinkedHashSet<>(source.names());
  }

  NDManager manager() {
    return manager;
  }

  boolean has(String name) {
    return source.names().contains(name);
  }

  /** Returns the sizes of a matrix, before it is read. */
  Sizes sizes(String name) {
    List<Long> shape = shape(name);
    boolean whole = shape.stream().allMatch(axis -> axis > 0 && axis <= Integer.MAX_VALUE);
    if (shape.size() != 2 || !whole) {
      throw wrong(name, "expected a matrix", shape);
    }
    return new Sizes(shape.get(0).intValue(), shape.get(1).intValue());
  }

  /** The sizes of a matrix. */
  record Sizes(int rows, int columns) {}

  NDArray vector(String name, long length) {
    return tensor(name, length);
  }

  NDArray matrix(String name, long rows, long columns) {
    return tensor(name, rows, columns);
  }

  /** Reads a matrix of {@code [rows, columns]} in the file and turns it over. */
  NDArray transposed(String name, long rows, long columns) {
    try (NDArray inFile = tensor(name, rows, columns)) {
      return SaeLensWeights.transposed(inFile, manager);
    }
  }

  NDArray zeros(long length) {
    return manager.zeros(new Shape(length));
  }

  /** Returns one number for every feature. */
  NDArray repeated(double value, long length) {
    return manager.full(new Shape(length), (float) value);
  }

  /** Reads a tensor of one number, which must be finite. */
  double number(String name) {
    List<Long> shape = shape(name);
    unread.remove(name);
    if (shape.stream().anyMatch(axis -> axis != 1)) {
      throw wrong(name, "expected a single number", "shape " + shape);
    }
    double number = source.number(name);
    if (!Double.isFinite(number)) {
      throw wrong(name, "expected a finite number", number);
    }
    return number;
  }

  /** Reads a tensor of one whole number from one on. */
  int count(String name) {
    double number = number(name);
    if (number < 1 || number > Integer.MAX_VALUE || number != Math.rint(number)) {
      throw wrong(name, "expected a whole number from 1 on", number);
    }
    return (int) number;
  }

  /** Passes over entries that say nothing about what the dictionary computes. */
  void ignore(String... names) {
    Arrays.asList(names).forEach(unread::remove);
  }

  /** Refuses what nobody asked for. */
  void refuseUnread(String what) {
    for (String name : unread) {
      throw wrong(name, "expected no such entry in " + what, "one");
    }
  }

  IllegalArgumentException wrong(String name, String rule, Object seen) {
    return new IllegalArgumentException(
        "%s, tensor %s: %s, got %s"
            .formatted(source.where(), TensorFileException.shown(name), rule, seen));
  }

  private List<Long> shape(String name) {
    if (!has(name)) {
      List<String> known =
          source.names().stream().limit(SHOWN_NAMES).map(TensorFileException::shown).toList();
      throw wrong(name, "expected it to be there", "only " + known);
    }
    return source.shape(name);
  }

  private NDArray tensor(String name, long... shape) {
    List<Long> seen = shape(name);
    unread.remove(name);
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (!seen.equals(expected)) {
      throw wrong(name, "expected shape " + expected, seen);
    }
    if (!source.isFloat(name)) {
      throw wrong(name, "expected floating-point numbers", "others");
    }
    return requireFinite(name, floats(source.read(name, manager)));
  }

  private static NDArray floats(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array;
    }
    try (array) {
      return array.toType(DataType.FLOAT32, true);
    }
  }

  private NDArray requireFinite(String name, NDArray array) {
    if (!FiniteNumbers.only(array)) {
      throw wrong(name, "expected finite numbers", "NaN or infinity");
    }
    return array;
  }
}
