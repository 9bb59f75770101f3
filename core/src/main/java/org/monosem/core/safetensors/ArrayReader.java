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
    int from = info.type().bytes();
    int to = flat.getDataType().getNumOfBytes();
    long room = Math.min(SafetensorsFile.CHUNK_BYTES, info.byteCount()) / from * to;
    // One buffer for all pieces: the collector is slow to free direct memory.
    ByteBuffer shared = ByteBuffer.allocateDirect((int) room).order(ByteOrder.nativeOrder());
    file.forEachChunk(
        info,
        0,
        info.byteCount(),
        (bytes, done) -> {
          long first = done / from;
          int count = bytes.remaining() / from;
          shared.clear();
          decode(file, info, bytes, shared);
          ByteBuffer elements = shared.slice(0, count * to).order(ByteOrder.nativeOrder());
          try (NDArray piece =
              flat.getManager().create(elements, new Shape(count), flat.getDataType())) {
            flat.set(new NDIndex(first + ":" + (first + count)), piece);
          }
        });
  }

  /** Decodes into the elements that the array holds. */
  private static void decode(
      SafetensorsFile file, TensorInfo info, ByteBuffer bytes, ByteBuffer into) {
    int count = bytes.remaining() / info.type().bytes();
    switch (info.type()) {
      case F16, BF16 -> {
        float[] floats = new float[count];
        ElementDecoder.floats(info.type(), bytes, floats, 0);
        into.asFloatBuffer().put(floats);
      }
      case F32, F64, I32, I64, BOOL -> into.put(bytes);
      default -> {
        long[] longs = new long[count];
        ElementDecoder.longs(info.type(), bytes, longs, 0);
        if (info.type() == ElementType.U64) {
          file.requireSigned(info, longs);
        }
        into.asLongBuffer().put(longs);
      }
    }
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
