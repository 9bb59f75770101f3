package org.monosem.examples.selftest;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Rows into the bytes of a cache, and back. */
final class CacheChecks {
  private static final String ROWS_TEXT = "harvest/cache/rows.py";
  private static final int ROWS = 37;
  private static final int WIDTH = 40;
  private static final int FLOAT16 = 5;
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;

  private CacheChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(ROWS_TEXT, "pack, unpack_into F32", 1e-7, (in, k) -> rows(in, k, FLOAT32)),
        new KernelCheck(ROWS_TEXT, "pack, unpack_into F16", 1e-3, (in, k) -> rows(in, k, FLOAT16)),
        new KernelCheck(
            ROWS_TEXT, "pack, unpack_into BF16", 1e-2, (in, k) -> rows(in, k, BFLOAT16)),
        new KernelCheck("harvest/pipeline/harvest.py", "rows_at", 1e-7, CacheChecks::rowsAt));
  }

  /** The reference stores float32, so 16-bit rounding is part of the difference. */
  private static NDList rows(Inputs in, Kernels k, int type) {
    NDArray rows = in.normal(ROWS, WIDTH).toType(DataType.FLOAT32, true);
    int stored = in.reference() ? FLOAT32 : type;
    NDArray back = in.manager().full(new Shape(ROWS, WIDTH), Float.NaN, DataType.FLOAT32);
    try (NDManager cpu = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      int bytes = ROWS * WIDTH * (stored == FLOAT32 ? 4 : 2);
      NDArray target = Inputs.poisonedBytes(cpu, bytes);
      NDList statistics = k.list("pack", rows, target, stored, 10);
      k.run("unpack_into", back, target, stored, 10);
      return new NDList(statistics.get(0), statistics.get(1), statistics.get(2), back);
    }
  }

  private static NDList rowsAt(Inputs in, Kernels k) {
    return new NDList(k.array("rows_at", in.normal(4, 9, WIDTH), in.chosen(11, 36)));
  }
}
