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

  /** 128 KiB of float64, and fewer than libtorch shares out among threads. */
  private static final int CHUNK_VALUES = 1 << 14;

  private final int width;
  private final ElementType type;

  RowCodec(CacheLayout layout) {
    this.width = layout.width();
    this.type = layout.type();
  }

  /**
   * Encodes rows.
   *
   * @param scope the owner of what the result refers to
   * @param rows shape {@code [n, width]}, float32
   * @throws ActivationValueException if a row holds NaN, infinity, or a value beyond the type
   */
  Encoded encode(NDManager scope, NDArray rows) {
    NDList packed = KERNELS.call(scope, "pack", rows, dtype(), chunk(rows));
    double[] numbers = packed.get(3).toDoubleArray();
    if (numbers[2] >= 0) {
      throw new ActivationValueException((int) numbers[2], "NaN or infinity");
    }
    if (numbers[3] >= 0) {
      throw new ActivationValueException(
          (int) numbers[3], "a value beyond the range of " + type + ", use BF16 or F32");
    }
    CacheStatistics statistics =
        new CacheStatistics(
            rows.getShape().get(0),
            packed.get(1).toDoubleArray(),
            packed.get(2).toDoubleArray(),
            numbers[0],
            numbers[1]);
    return new Encoded(packed.get(0).toByteBuffer(true), statistics);
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
    int length = rows * width * type.bytes();
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray stored = scope.create(bytes.slice(0, length), new Shape(length), DataType.UINT8);
      KERNELS.run("unpack_into", result, stored, dtype(), chunk(result));
    }
    return result;
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

  /**
   * Encoded rows.
   *
   * @param bytes the rows from its start; valid as long as the scope they were made in
   * @param statistics of the values as stored
   */
  record Encoded(ByteBuffer bytes, CacheStatistics statistics) {}
}
