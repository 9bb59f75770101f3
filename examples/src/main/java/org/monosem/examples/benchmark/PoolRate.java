package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.ActivationStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.harvest.cache.ActivationCache;

/**
 * Measures how long a shuffled float32 batch out of many float16 rows takes: read from a cache by
 * this library (from the disk's or the system's page cache, checked, shuffled), and drawn from a
 * buffer in memory as dictionary_learning's {@code ActivationBuffer} does it, through the same
 * libtorch, in turns. Refilling the buffer is not counted, reading the cache is.
 */
public final class PoolRate {
  private static final KernelModule KERNELS = KernelModule.load(PoolRate.class, "pool.py");
  private static final int WIDTH = 512;
  private static final int WRITTEN_AT_A_TIME = 1 << 16;

  /** Batches of one turn of ours: several windows of shards, so that loading them counts. */
  private static final int BLOCK = 48;

  private static final String OURS = "cache";
  private static final String PEER = "buffer";

  private PoolRate() {}

  /**
   * What a batch takes.
   *
   * @param rows of the pool
   * @param batch rows of a batch
   * @param ours a block of batches out of the cache
   * @param peer one batch out of the buffer
   */
  public record Result(int rows, int batch, Timing ours, Timing peer) {
    /** Returns the figures by name; times are medians for one batch. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", rows);
      result.put("batch", batch);
      result.put("cache_ms", 1e3 * ours.median() / BLOCK);
      result.put("permuted_buffer_ms", 1e3 * peer.median());
      result.put("ratio_vs_buffer", peer.median() / ours.median() * BLOCK);
      return result;
    }
  }

  /** Measures; the cache lies in {@code folder}. */
  public static Result measure(int rows, int batch, int turns, Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      ActivationCache cache = cache(manager, rows, folder);
      NDArray pool = KERNELS.callForArray(manager, "pool", rows, WIDTH);
      NDArray read = manager.zeros(new Shape(rows), DataType.BOOLEAN);
      KERNELS.run("read_a_quarter", read);
      try (ActivationStream stream = cache.open(Seed.of(2), 0);
          Race race = new Race()) {
        race.enter(OURS, blocks -> ours(manager, stream, batch, blocks * BLOCK));
        race.enter(PEER, times -> peer(manager, pool, read, batch, times));
        race.run(turns, turn -> {});
        return new Result(rows, batch, race.timings().of(OURS), race.timings().of(PEER));
      }
    }
  }

  private static ActivationCache cache(NDManager manager, int rows, Path folder) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray some = scope.randomNormal(new Shape(Math.min(rows, WRITTEN_AT_A_TIME), WIDTH));
      return CachedRows.write(folder.resolve("pool-" + rows), some, rows);
    }
  }

  private static void ours(NDManager manager, ActivationStream stream, int batch, int times) {
    for (int i = 0; i < times; i++) {
      try (NDManager scope = manager.newSubManager()) {
        stream.next(scope, batch);
      }
    }
  }

  private static void peer(NDManager manager, NDArray pool, NDArray read, int batch, int times) {
    for (int i = 0; i < times; i++) {
      try (NDManager scope = manager.newSubManager()) {
        KERNELS.call(scope, "next_batch", pool, read, batch);
      }
    }
  }
}
