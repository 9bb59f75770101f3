package org.monosem.examples.cli;

import java.util.Arrays;
import java.util.List;
import org.monosem.core.FeatureActivations;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsWriter;

/** Sparse feature rows of many chunks, growing as they come, written as three tensors. */
final class SparseColumns {
  private final long[] offsets;
  private int rows;
  private int[] ids = new int[1 << 16];
  private float[] values = new float[1 << 16];

  SparseColumns(int rows) {
    this.offsets = new long[rows + 1];
  }

  void append(FeatureActivations chunk) {
    int before = (int) offsets[rows];
    int after = Math.addExact(before, chunk.activeCount());
    if (after > ids.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(after, ids.length * 2L));
      ids = Arrays.copyOf(ids, size);
      values = Arrays.copyOf(values, size);
    }
    for (int k = 0; k < chunk.activeCount(); k++) {
      ids[before + k] = chunk.feature(k);
      values[before + k] = chunk.value(k);
    }
    for (int row = 0; row < chunk.rows(); row++) {
      offsets[++rows] = (long) before + chunk.end(row);
    }
  }

  /**
   * Adds {@code features.offsets} (int64), {@code features.ids} (int32), {@code features.values}.
   */
  void addTo(SafetensorsWriter writer) {
    int entries = (int) offsets[rows];
    long[] used = new long[entries];
    for (int k = 0; k < entries; k++) {
      used[k] = ids[k];
    }
    List<Long> shape = List.of((long) entries);
    writer
        .add("features.offsets", ElementType.I64, List.of((long) offsets.length), offsets)
        .add("features.ids", ElementType.I32, shape, used)
        .add("features.values", ElementType.F32, shape, Arrays.copyOf(values, entries));
  }
}
