package org.monosem.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/** The operators that are compared with each other do the same work. */
class CeilingArraysTest {
  private static final KernelModule KERNELS = KernelModule.load(Ceilings.class, "ceilings.py");
  private static final StepShape SHAPE = new StepShape(64, 8, 32, 4);

  @Test
  void entriesAreOfTheAskedNumberRowByRow() {
    try (NDManager manager = NDManager.newBaseManager()) {
      CeilingArrays arrays = CeilingArrays.make(manager, KERNELS, SHAPE, Seed.of(1));
      assertThat(arrays.entries()).isBetween(32L * 4 - 2, 32L * 4 + 2);
      int[] offsets = arrays.offsets().toIntArray();
      int[] rows = arrays.rowOf().toIntArray();
      int[] columns = arrays.columns().toIntArray();
      assertThat(offsets).hasSize(33).isSorted().startsWith(0).endsWith(columns.length);
      for (int row = 0; row < 32; row++) {
        assertThat(Arrays.copyOfRange(rows, offsets[row], offsets[row + 1])).containsOnly(row);
        assertThat(Arrays.copyOfRange(columns, offsets[row], offsets[row + 1])).isSorted();
      }
      long different =
          IntStream.range(0, columns.length)
              .mapToObj(i -> rows[i] * 64 + columns[i])
              .distinct()
              .count();
      assertThat(arrays.tile().gt(0).sum().getLong()).isEqualTo(different);
    }
  }

  @Test
  void operatorsForOneJobAgree() {
    try (NDManager manager = NDManager.newBaseManager()) {
      CeilingArrays arrays = CeilingArrays.make(manager, KERNELS, SHAPE, Seed.of(2));
      NDArray table = manager.arange(64f * 8).reshape(64, 8).sin();
      NDArray e = manager.arange(32f * 8).reshape(32, 8).cos();
      NDArray columns = arrays.columns();
      NDArray offsets = arrays.offsets();
      NDArray values = arrays.values();
      agree(
          KERNELS.callForArray(manager, "embedding_bag", table, columns, offsets, values, 2),
          KERNELS.callForArray(manager, "spmm", table, columns, offsets, values, 2));
      NDArray rows = arrays.rowOf();
      agree(
          KERNELS.callForArray(manager, "bag_products", e, table, columns, offsets, rows, 2),
          KERNELS.callForArray(manager, "sampled_addmm", e, table, columns, offsets, values, 2));
      NDArray found = KERNELS.callForArray(manager, "nonzero", arrays.tile(), 2);
      NDArray capped =
          KERNELS.callForArray(manager, "nonzero_static", arrays.tile(), found.size() + 3, 2);
      assertThat(capped.get("0:" + found.size()).toLongArray()).isEqualTo(found.toLongArray());
      assertThat(capped.get(found.size() + ":").toLongArray()).containsOnly(-1);
    }
  }

  private static void agree(NDArray one, NDArray other) {
    assertThat(one.getShape()).isEqualTo(other.getShape());
    assertThat((double) one.sub(other).abs().max().getFloat()).isCloseTo(0, within(1e-5));
  }
}
