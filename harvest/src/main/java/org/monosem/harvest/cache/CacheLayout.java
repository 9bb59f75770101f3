package org.monosem.harvest.cache;

import java.util.Objects;
import org.monosem.core.safetensors.ElementType;

/**
 * How a cache's rows lie on disk and how they are shuffled while writing.
 *
 * <p>A writer holds one pool in memory, {@code poolRows * (rowBytes + 28)} bytes, of which {@code
 * poolRows * rowBytes} are outside the Java heap; two once it commits in the background. A reader
 * holds two windows of shards, see {@link ActivationCache#open}.
 *
 * @param width the width of a row
 * @param type F32, F16 or BF16
 * @param shardRows the most rows of one shard
 * @param poolRows how many rows are shuffled together
 * @param seed decides the order of the rows
 */
public record CacheLayout(int width, ElementType type, int shardRows, int poolRows, long seed) {
  private static final int SHARD_BYTES = 16 << 20;
  private static final int SHARDS_PER_POOL = 16;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is less than one, the type is another, or the
   *     activations of a pool or a shard take 2 GiB or more
   */
  public CacheLayout {
    Objects.requireNonNull(type, "type");
    if (type != ElementType.F32 && type != ElementType.F16 && type != ElementType.BF16) {
      throw new IllegalArgumentException("type: expected F32, F16 or BF16, got " + type);
    }
    requirePositive("width", width);
    requirePositive("shardRows", shardRows);
    requirePositive("poolRows", poolRows);
    long bytes = Math.max(poolRows, shardRows) * (long) width * type.bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "poolRows and shardRows: a pool and a shard take less than 2 GiB, got " + bytes);
    }
  }

  /**
   * Returns the usual layout: shards of 16 MiB, pools of 16 shards.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static CacheLayout of(int width, ElementType type, long seed) {
    requirePositive("width", width);
    int shardRows = (int) Math.max(1, SHARD_BYTES / ((long) width * type.bytes()));
    return new CacheLayout(width, type, shardRows, shardRows * SHARDS_PER_POOL, seed);
  }

  /**
   * Returns the same layout for rows of another width, in the same order.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public CacheLayout withWidth(int other) {
    return new CacheLayout(other, type, shardRows, poolRows, seed);
  }

  /** Returns the bytes of one row's activations. */
  public int rowBytes() {
    return width * type.bytes();
  }

  /** Returns about how many bytes a number of rows takes on disk, labels included. */
  public long diskBytes(long rows) {
    long shards = rows / shardRows + 1;
    return Math.addExact(
        Math.multiplyExact(rows, rowBytes() + ShardLayout.LABEL_BYTES), shards * 1024);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
