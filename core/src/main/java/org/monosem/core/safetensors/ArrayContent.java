package org.monosem.core.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The elements of an NDArray, copied out of it piece by piece while they are written. */
final class ArrayContent {
  private ArrayContent() {}

  /** Returns the element type that holds an array's values as they are. */
  static ElementType typeOf(String name, NDArray array) {
    return switch (array.getDataType()) {
      case FLOAT32 -> ElementType.F32;
      case FLOAT64 -> ElementType.F64;
      case INT32 -> ElementType.I32;
      case INT64 -> ElementType.I64;
      case UINT8 -> ElementType.U8;
      case BOOLEAN -> ElementType.BOOL;
      default ->
          throw new IllegalArgumentException(
              name
                  + ": expected an array of FLOAT32, FLOAT64, INT32, INT64, UINT8 or BOOLEAN, got "
                  + array.getDataType().name());
    };
  }

  /** Returns the content of an array, stored as a type. */
  static TensorContent of(String name, ElementType type, NDArray array) {
    ElementType own = typeOf(name, array);
    if (own != type && !(own.isFloat() && type.isFloat())) {
      throw new IllegalArgumentException(
          name + ": expected an array that can be stored as " + type + ", got " + own);
    }
    return out -> {
      try (NDManager scope = array.getManager().newSubManager();
          NDArray flat = array.reshape(-1)) {
        flat.attach(scope);
        TensorContent.write(
            type, flat.size(), (first, bytes) -> encode(type, own, flat, first, bytes), out);
      }
    };
  }

  /** Returns the lengths of an array's axes. */
  static List<Long> shapeOf(NDArray array) {
    return Arrays.stream(array.getShape().getShape()).boxed().toList();
  }

  private static void encode(
      ElementType type, ElementType own, NDArray flat, long first, ByteBuffer bytes) {
    long end = first + bytes.remaining() / type.bytes();
    try (NDArray piece = flat.get(new NDIndex(first + ":" + end))) {
      ByteBuffer elements = piece.toByteBuffer().order(ByteOrder.nativeOrder());
      if (own == type) {
        bytes.put(elements);
      } else if (own == ElementType.F32) {
        float[] floats = new float[elements.remaining() / Float.BYTES];
        elements.asFloatBuffer().get(floats);
        ElementEncoder.floats(type, floats, 0, bytes);
      } else {
        double[] doubles = new double[elements.remaining() / Double.BYTES];
        elements.asDoubleBuffer().get(doubles);
        ElementEncoder.doubles(type, doubles, 0, bytes);
      }
    }
  }
}
