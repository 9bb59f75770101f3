package org.monosem.harvest.cache;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.safetensors.ElementType;

/** Rows to the bytes of a file and back; the numbers are converted by the engine. */
final class RowCodec {
  private static final KernelModule KERNELS = KernelModule.load(RowCodec.class, "rows.py");

  /** 256 KiB of float64, and as many as libtorch leaves to one thread. */
  private static final int CHUNK_VALUES = 1 << 15;

  private final int width;
  private final ElementType type;

  RowCodec(CacheLayout layout) {
    this.width = layout.width();
    this.type = layout.type();
  }

  /**
   * Encodes rows to where they are kept.
   *
   * @param rows shape {@code [n, width]}, float32, at least one, on any device
   * @param bytes a direct buffer that the rows fill from its start
   * @return of the values as stored
   * @throws ActivationValueException if a row holds NaN, infinity, or a value beyond the type
   */
  CacheStatistics encode(NDArray rows, ByteBuffer bytes) {
    int n = Math.toIntExact(rows.getShape().get(0));
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray target = aliasing(scope, bytes, n);
      NDList packed = KERNELS.call(scope, "pack", rows, target, dtype(), chunk(rows));
      double[] numbers = packed.get(2).toDoubleArray();
      check(numbers);
      double[] mean = packed.get(0).toDoubleArray();
      double[] squares = packed.get(1).toDoubleArray();
      return new CacheStatistics(n, mean, squares, numbers[0], numbers[1]);
    }
  }

  private void check(double[] numbers) {
    if (numbers[2] >= 0) {
      throw new ActivationValueException((int) numbers[2], "NaN or infinity");
    }
    if (numbers[3] >= 0) {
      throw new ActivationValueException(
          (int) numbers[3], "a value beyond the range of " + type + ", use BF16 or F32");
    }
  }

  /**
   * Decodes rows.
   *
   * @param manager the owner of the result; its device is the result's
   * @param bytes a direct buffer that holds the rows from its start
   * @return shape {@code [rows, width]}, float32
   */
  NDArray decode(NDManager manager, ByteBuffer bytes, int rows) {
    NDArray result = manager.create(new Shape(rows, width), DataType.FLOAT32);
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray stored = aliasing(scope, bytes, rows);
      KERNELS.run("unpack_into", result, stored, dtype(), chunk(result));
    }
    return result;
  }

  /** Returns the buffer's own memory as an array of bytes. */
  private NDArray aliasing(NDManager scope, ByteBuffer bytes, int rows) {
    int length = rows * width * type.bytes();
    return scope.create(bytes.slice(0, length), new Shape(length), DataType.UINT8);
  }

  /** Returns the rows of one chunk: small on a CPU, for its cache and one thread; all on a GPU. */
  private int chunk(NDArray rows) {
    return rows.getDevice().isGpu()
        ? Math.toIntExact(rows.getShape().get(0))
        : Math.max(1, CHUNK_VALUES / width);
  }

  private int dtype() {
    return switch (type) {
      case F16 -> 5;
      case BF16 -> 15;
      default -> 6;
    };
  }
}
