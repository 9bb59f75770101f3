package org.monosem.core.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors of a file as NDArrays, of any size, through one small piece of Java memory. */
final class ArrayReader {
  private ArrayReader() {}

  static NDArray read(SafetensorsFile file, NDManager manager, TensorInfo info) {
    DataType type = arrayType(info.type());
    Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
    NDArray array = manager.create(shape, type);
    try (NDManager scope = manager.newSubManager()) {
      NDArray flat = array.reshape(-1);
      flat.attach(scope);
      fill(file, info, flat);
      return array;
    } catch (RuntimeException | Error e) {
      array.close();
      throw e;
    }
  }

  private static void fill(SafetensorsFile file, TensorInfo info, NDArray flat) {
    NDManager scope = flat.getManager();
    int size = info.type().bytes();
    file.forEachChunk(
        info,
        0,
        info.byteCount(),
        (bytes, done) -> {
          int count = bytes.remaining() / size;
          long first = done / size;
          try (NDArray piece = piece(file, scope, info, bytes)) {
            flat.set(new NDIndex(first + ":" + (first + count)), piece);
          }
        });
  }

  /** The returned array is used up before {@code bytes} change. */
  private static NDArray piece(
      SafetensorsFile file, NDManager scope, TensorInfo info, ByteBuffer bytes) {
    int count = bytes.remaining() / info.type().bytes();
    Shape shape = new Shape(count);
    return switch (info.type()) {
      case F16, BF16 -> {
        float[] floats = new float[count];
        ElementDecoder.floats(info.type(), bytes, floats, 0);
        yield scope.create(floats, shape);
      }
      case F32, F64, I32, I64, BOOL -> scope.create(direct(bytes), shape, arrayType(info.type()));
      default -> {
        long[] longs = new long[count];
        ElementDecoder.longs(info.type(), bytes, longs, 0);
        if (info.type() == ElementType.U64) {
          file.requireSigned(info, longs);
        }
        yield scope.create(longs, shape);
      }
    };
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    copy.put(bytes).flip();
    return copy;
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
}
