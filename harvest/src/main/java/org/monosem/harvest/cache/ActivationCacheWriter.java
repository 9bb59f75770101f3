package org.monosem.harvest.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes an activation cache, group by group of rows.
 *
 * <p>Rows are {@link #append appended} to a pool in memory; {@link #commit} shuffles the pool,
 * writes it as shards and makes them part of the cache in one step, together with the caller's
 * cursor. A process that ends in any way loses the rows since the last commit and nothing else:
 * opened again, the writer tells the cursor of that commit. So a caller that commits at places
 * which depend on its input alone ends with the same bytes, however often it was interrupted.
 *
 * <p>A commit {@link #commitInBackground in the background} writes one pool while the next is being
 * filled; it is no less of a commit: commits come one after the other, each whole or not at all.
 *
 * <p>Not safe for use by several threads. A second writer of the same folder is refused.
 */
public final class ActivationCacheWriter implements AutoCloseable {
  private final ShardPublisher publisher;
  private final CacheLock lock;
  private final RowCodec codec;
  private RowPool pool;
  private CacheStatistics pooled;
  private @Nullable BackgroundCommit pending;
  private @Nullable RowPool spare;
  private boolean broken;

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

  /**
   * Returns the cursor of the last commit that is not under way any more, {@link CacheCursor#START}
   * if there was none.
   */
  public CacheCursor cursor() {
    return publisher.manifest().progress().cursor();
  }

  /** Returns the number of committed rows, without those of a commit under way. */
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
   * @throws IllegalStateException if the cache is complete, or a commit in the background failed
   * @throws java.io.UncheckedIOException if a commit in the background has just failed
   */
  public void append(NDArray rows, RowLabels labels) {
    if (pending != null && pending.isDone()) {
      awaitCommit();
    }
    check(rows, labels);
    if (labels.rows() == 0) {
      return;
    }
    CacheStatistics added = codec.encode(rows, pool.room(labels.rows()));
    pool.add(labels);
    pooled = pooled.with(added);
  }

  /**
   * Makes the pool's rows part of the cache, and empties the pool. Waits for a commit under way
   * first.
   *
   * @param cursor where the caller stands in its input
   * @throws org.monosem.core.file.DiskFullException if the disk has too little room
   * @throws java.io.UncheckedIOException if writing fails otherwise; in both cases the cache is as
   *     it was after the last commit, and the pool keeps its rows
   */
  public void commit(CacheCursor cursor) {
    awaitCommit();
    requireOpen();
    publisher.publish(pool, pooled, cursor);
    pool.clear();
    pooled = CacheStatistics.empty(pooled.mean().length);
  }

  /**
   * Begins to make the pool's rows part of the cache, and goes on with an empty pool at once; waits
   * only for a commit before it that is still under way. A second pool is held in memory from the
   * first call on.
   *
   * <p>If the writing fails, the failure is thrown by the next call that adds, commits, waits or
   * closes. The cache is then as it was after the commit before, and this writer can do nothing
   * more: its rows are gone, so the caller goes on from {@link #cursor} with a new one.
   *
   * @param cursor where the caller stands in its input
   * @throws org.monosem.core.file.DiskFullException if there was too little room for the last
   *     commit
   * @throws java.io.UncheckedIOException if writing the last commit failed otherwise
   */
  public void commitInBackground(CacheCursor cursor) {
    awaitCommit();
    requireOpen();
    RowPool full = pool;
    CacheStatistics statistics = pooled;
    pool = spare == null ? new RowPool(publisher.manifest().layout()) : spare;
    spare = null;
    pending = BackgroundCommit.begin(full, () -> publisher.publish(full, statistics, cursor));
    pooled = CacheStatistics.empty(pooled.mean().length);
  }

  /**
   * Waits until no commit is under way, also when interrupted, which leaves the interrupt set.
   *
   * @throws org.monosem.core.file.DiskFullException if there was too little room for it
   * @throws java.io.UncheckedIOException if it failed otherwise
   */
  public void awaitCommit() {
    BackgroundCommit commit = pending;
    if (commit != null) {
      pending = null;
      broken = true;
      spare = commit.await();
      broken = false;
    }
  }

  /**
   * Marks the cache as complete. Rows in the pool that were not committed are not part of it.
   *
   * @throws IllegalStateException if the cache is complete already
   */
  public void finish() {
    awaitCommit();
    requireOpen();
    publisher.finish();
  }

  /**
   * Waits for a commit under way, drops the rows that were not committed and lets others write the
   * cache.
   */
  @Override
  public void close() {
    try {
      awaitCommit();
    } finally {
      lock.close();
    }
  }

  private void check(NDArray rows, RowLabels labels) {
    requireOpen();
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

  private void requireOpen() {
    if (broken) {
      throw new IllegalStateException("a commit failed; a new writer goes on from the one before");
    }
    if (isComplete()) {
      throw new IllegalStateException("the cache is complete, nothing can be added");
    }
  }
}
