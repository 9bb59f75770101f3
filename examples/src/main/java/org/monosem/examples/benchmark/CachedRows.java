package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.file.Path;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.ActivationCacheWriter;
import org.monosem.harvest.cache.CacheCursor;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.cache.CacheOrigin;
import org.monosem.harvest.cache.RowLabels;

/** Writes rows that lie in memory as a cache, as a harvest would: float16, shuffled, in shards. */
final class CachedRows {
  private CachedRows() {}

  /**
   * Returns a cache of so many rows, written if it is not there yet.
   *
   * @param rows {@code [n, dIn]}, written again and again until there are enough
   */
  static ActivationCache write(Path folder, NDArray rows, long count) {
    int width = Math.toIntExact(rows.getShape().get(1));
    CacheLayout layout = CacheLayout.of(width, ElementType.F16, 1);
    CacheOrigin origin =
        new CacheOrigin("synthetic", HookPoint.mlpPost(0), "none", "none", 1, count + " rows");
    try (ActivationCacheWriter writer = ActivationCacheWriter.open(folder, origin, layout)) {
      while (!writer.isComplete()) {
        long left = count - writer.rows();
        if (left == 0) {
          writer.finish();
        } else {
          fillPool(writer, rows, (int) Math.min(left, writer.free()));
          writer.commit(CacheCursor.START);
        }
      }
    }
    return ActivationCache.open(folder);
  }

  private static void fillPool(ActivationCacheWriter writer, NDArray rows, int count) {
    int there = Math.toIntExact(rows.getShape().get(0));
    for (int left = count; left > 0; left -= there) {
      int size = Math.min(left, there);
      try (NDManager scope = rows.getManager().newSubManager()) {
        NDArray part = rows.get(new NDIndex(":{}", size));
        part.attach(scope);
        int[] zeros = new int[size];
        writer.append(part, RowLabels.of(zeros, zeros, new long[size], new long[size]));
      }
    }
  }
}
