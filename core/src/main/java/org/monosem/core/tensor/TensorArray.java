package org.monosem.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.safetensors.ElementType;

/** Tensors of a file as NDArrays, a block of rows at a time. */
final class TensorArray {
  /** The elements of a block, unless one row has more: 64 MiB of floats. */
  private static final long BLOCK_ELEMENTS = 1 << 24;

  private TensorArray() {}

  static NDArray read(StoredTensor tensor, NDManager manager) {
    Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    try (NDManager scope = manager.newSubManager()) {
      if (tensor.shape().isEmpty()) {
        NDArray number = piece(tensor, tensor.layout(), scope).reshape(shape);
        number.attach(manager);
        return number;
      }
      NDArray array = manager.create(shape, arrayType(tensor.type()));
      try {
        fill(tensor, array, scope);
      } catch (RuntimeException | Error e) {
        array.close();
        throw e;
      }
      return array;
    }
  }

  private static void fill(StoredTensor tensor, NDArray array, NDManager scope) {
    if (tensor.elements() == 0) {
      return;
    }
    long rows = tensor.shape().get(0);
    long rowElements = tensor.elements() / rows;
    long step = Math.max(1, BLOCK_ELEMENTS / rowElements);
    for (long first = 0; first < rows; first += step) {
      long count = Math.min(step, rows - first);
      TensorLayout part = tensor.rows(first, count);
      try (NDArray flat = piece(tensor, part, scope);
          NDArray block =
              flat.reshape(new Shape(part.shape().stream().mapToLong(Long::longValue).toArray()))) {
        array.set(new NDIndex(first + ":" + (first + count)), block);
      }
    }
  }

  private static NDArray piece(StoredTensor tensor, TensorLayout part, NDManager scope) {
    return switch (tensor.type()) {
      case F16, BF16, F32 -> scope.create(tensor.floats(part));
      case F64 -> scope.create(tensor.doubles(part));
      case I32 -> scope.create(toInts(tensor.longs(part)));
      case BOOL -> scope.create(toBooleans(tensor.longs(part)));
      default -> scope.create(tensor.longs(part));
    };
  }

  private static DataType arrayType(ElementType type) {
    return switch (type) {
      case F16, BF16, F32 -> DataType.FLOAT32;
      case F64 -> DataType.FLOAT64;
      case I32 -> DataType.INT32;
      case BOOL -> DataType.BOOLEAN;
      default -> DataType.INT64;
    };
  }

  private static int[] toInts(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  private static boolean[] toBooleans(long[] values) {
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = values[i] != 0;
    }
    return flags;
  }
}
