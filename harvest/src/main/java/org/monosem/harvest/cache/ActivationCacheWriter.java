package org.monosem.harvest.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/**
 * Writes an activation cache, group by group of rows.
 *
 * <p>Rows are {@link #append appended} to a pool in memory; {@link #commit} shuffles the pool,
 * writes it as shards and makes them part of the cache in one step, together with the caller's
 * cursor. A process that ends in any way loses the rows since the last commit and nothing else:
 * opened again, the writer tells the cursor of that commit. So a caller that commits at places
 * which depend on its input alone ends with the same bytes, however often it was interrupted.
 *
 * <p>Not safe for use by several threads. A second writer of the same folder is refused.
 */
public final class ActivationCacheWriter implements AutoCloseable {
  private final ShardPublisher publisher;
  private final CacheLock lock;
  private final RowCodec codec;
  private final RowPool pool;
  private CacheStatistics pooled;

  private ActivationCacheWriter(ShardPublisher publisher, CacheLock lock) {
    this.publisher = publisher;
    this.lock = lock;
    CacheLayout layout = publisher.manifest().layout();
    this.codec = new RowCodec(layout);
    this.pool = new RowPool(layout);
    this.pooled = CacheStatistics.empty(layout.width());
  }

  /**
   * Begins a cache, or goes on with one that has the same origin and layout. What an interrupted
   * writer left half-written is deleted.
   *
   * @param folder the cache's folder; made if missing
   * @throws CacheException if the folder holds another cache or a damaged one, or is being written
   */
  public static ActivationCacheWriter open(Path folder, CacheOrigin origin, CacheLayout layout) {
    CacheFolder.create(folder);
    CacheLock lock = CacheLock.take(folder);
    try {
      Manifest manifest = CacheFolder.resume(folder, Manifest.empty(origin, layout));
      return new ActivationCacheWriter(new ShardPublisher(folder, manifest), lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the cursor of the last commit, {@link CacheCursor#START} if there was none. */
  public CacheCursor cursor() {
    return publisher.manifest().progress().cursor();
  }

  /** Returns the number of committed rows. */
  public long rows() {
    return publisher.manifest().statistics().rows();
  }

  /** Returns how many more rows fit into the pool before the next commit. */
  public int free() {
    return pool.free();
  }

  /** Returns whether the cache was {@link #finish finished}; then nothing can be added. */
  public boolean isComplete() {
    return publisher.manifest().progress().complete();
  }

  /**
   * Checks that the disk has room for more rows.
   *
   * @param rows how many rows are still to be written
   * @throws CacheException naming the bytes needed and free, if it has not
   */
  public void requireSpace(long rows) {
    CacheFolder.requireSpace(publisher.folder(), publisher.manifest().layout().diskBytes(rows));
  }

  /**
   * Adds rows to the pool.
   *
   * @param rows shape {@code [n, width]}, float32, on any device; at most {@link #free} rows
   * @param labels where they come from, {@code n} of them
   * @throws ActivationValueException if a value is NaN, infinite or beyond the cache's type; no row
   *     is added then
   * @throws IllegalArgumentException if shapes or numbers do not fit
   * @throws IllegalStateException if the cache is complete
   */
  public void append(NDArray rows, RowLabels labels) {
    check(rows, labels);
    if (labels.rows() == 0) {
      return;
    }
    try (NDManager scope = rows.getManager().newSubManager()) {
      RowCodec.Encoded encoded = codec.encode(scope, rows);
      pool.add(encoded.bytes(), labels);
      pooled = pooled.with(encoded.statistics());
    }
  }

  /**
   * Makes the pool's rows part of the cache, and empties the pool.
   *
   * @param cursor where the caller stands in its input
   * @throws org.monosem.core.file.DiskFullException if the disk has too little room
   * @throws java.io.UncheckedIOException if writing fails otherwise; in both cases the cache is as
   *     it was after the last commit, and the pool keeps its rows
   */
  public void commit(CacheCursor cursor) {
    requireIncomplete();
    publisher.publish(pool, pooled, cursor);
    pool.clear();
    pooled = CacheStatistics.empty(pooled.mean().length);
  }

  /**
   * Marks the cache as complete. Rows in the pool that were not committed are not part of it.
   *
   * @throws IllegalStateException if the cache is complete already
   */
  public void finish() {
    requireIncomplete();
    publisher.finish();
  }

  /** Drops the rows that were not committed and lets others write the cache. */
  @Override
  public void close() {
    lock.close();
  }

  private void check(NDArray rows, RowLabels labels) {
    requireIncomplete();
    Shape expected = new Shape(labels.rows(), publisher.manifest().layout().width());
    if (!rows.getShape().equals(expected) || rows.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "rows: expected float32 [n=%d, width=%d], got %s %s"
              .formatted(expected.get(0), expected.get(1), rows.getDataType(), rows.getShape()));
    }
    if (labels.rows() > pool.free()) {
      throw new IllegalArgumentException(
          "rows: %d do not fit, the pool has room for %d".formatted(labels.rows(), pool.free()));
    }
  }

  private void requireIncomplete() {
    if (isComplete()) {
      throw new IllegalStateException("the cache is complete, nothing can be added");
    }
  }
}
