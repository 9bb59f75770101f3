package org.monosem.harvest.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationPart;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/**
 * A folder of activation rows on disk, read as shuffled batches with bounded memory, or shard by
 * shard with the origin of every row.
 *
 * <p>The Java heap used does not depend on the number of rows, but for about 100 bytes a shard.
 * Outside the heap a stream holds two windows of {@link #MIXED_SHARDS} shards, {@code 2 * shards *
 * shardRows * (rowBytes + 4)} bytes at most: 256 MiB with the usual layout.
 *
 * <p>A cache is what its manifest listed when it was opened: rows that a writer commits later are
 * seen when it is opened again. Immutable and safe for use by several threads.
 */
public final class ActivationCache implements ActivationSource {
  /** How many shards a stream mixes, unless told otherwise. */
  public static final int MIXED_SHARDS = 8;

  private final Path folder;
  private final Manifest manifest;
  private final int mixedShards;

  private ActivationCache(Path folder, Manifest manifest, int mixedShards) {
    this.folder = folder;
    this.manifest = manifest;
    this.mixedShards = mixedShards;
  }

  /**
   * Opens a cache: reads its manifest, and checks that every shard is there and has its length. The
   * content of a shard is checked whenever it is loaded, before any of its values is handed out.
   *
   * @param folder the cache's folder
   * @throws CacheException if it is no cache, a damaged one, of another version, lacks shards, or
   *     has no rows yet
   */
  public static ActivationCache open(Path folder) {
    Manifest manifest = ManifestFile.read(folder);
    if (manifest.shards().isEmpty()) {
      throw new CacheException(folder, "the cache has no rows yet");
    }
    ShardFile.requireAll(folder, manifest);
    return new ActivationCache(folder, manifest, MIXED_SHARDS);
  }

  /**
   * Returns the same cache, whose streams mix another number of shards: more give batches from more
   * pools of the harvest and take more memory. The order of the rows depends on this number.
   *
   * @throws IllegalArgumentException if the number is less than one
   */
  public ActivationCache mixing(int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards: expected at least 1, got " + shards);
    }
    return new ActivationCache(folder, manifest, shards);
  }

  @Override
  public int width() {
    return manifest.layout().width();
  }

  @Override
  public long rows() {
    return manifest.statistics().rows();
  }

  /** Returns the cache's folder. */
  public Path folder() {
    return folder;
  }

  /** Returns whether the harvest that writes this cache was done when it was opened. */
  public boolean isComplete() {
    return manifest.progress().complete();
  }

  /** Returns what made the rows. */
  public CacheOrigin origin() {
    return manifest.origin();
  }

  /** Returns how the rows lie on disk. */
  public CacheLayout layout() {
    return manifest.layout();
  }

  /** Returns the version of the library that wrote the cache. */
  public String libraryVersion() {
    return manifest.library();
  }

  /** Returns how many contexts were harvested. */
  public long contexts() {
    return manifest.progress().cursor().contexts();
  }

  /** Returns the one hook point whose activations stand in the rows. */
  @Override
  public List<ActivationPart> parts() {
    return List.of(new ActivationPart(origin().model(), origin().hook(), width()));
  }

  /** Returns how many rows each shard has. */
  List<Integer> shardRows() {
    return manifest.shards().stream().map(ShardEntry::rows).toList();
  }

  /** Returns a checksum of the harvested contexts. */
  long contextFingerprint() {
    return manifest.progress().cursor().fingerprint();
  }

  /** Returns the statistics over all rows. */
  public CacheStatistics statistics() {
    return manifest.statistics();
  }

  /** Returns the number of shards. */
  public int shards() {
    return manifest.shards().size();
  }

  /**
   * Reads one shard with the origin of its rows; the whole shard is held on the heap.
   *
   * @throws IndexOutOfBoundsException if there is no such shard
   * @throws CacheException if the shard is missing, foreign or damaged
   */
  public CacheShard shard(int index) {
    int rows = manifest.shards().get(index).rows();
    ByteBuffer labels = ByteBuffer.allocate(rows * ShardLayout.LABEL_BYTES);
    ByteBuffer activations = ByteBuffer.allocate(rows * manifest.layout().rowBytes());
    ShardFile.of(folder, manifest, index).read(labels, activations);
    return CacheShard.of(
        manifest.layout(),
        labels.flip().order(ByteOrder.LITTLE_ENDIAN),
        activations.flip().order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * Reads every shard and checks it.
   *
   * @throws CacheException naming the first shard that is missing, foreign or damaged
   */
  public void verify() {
    ShardWindow window = ShardWindow.of(folder, manifest, 1);
    for (int index = 0; index < shards(); index++) {
      window.check(index);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A thread of the stream's own loads the next window while the rows of one are served, unless
   * Java may not take the memory for a second window: then the rows wait, in the same order. A
   * shard that is found damaged ends the stream with a {@link CacheException} before any of its
   * rows is handed out. Close the stream to stop the thread.
   *
   * @throws CacheException if there is not even room for one window
   */
  @Override
  public ActivationStream open(Seed seed, long startRow) {
    return open(seed, startRow, ShardWindow::ifThereIsRoom);
  }

  /** Makes a window of shards, or null. */
  interface Ahead {
    @Nullable ShardWindow window(Path folder, Manifest manifest, int shards);
  }

  ActivationStream open(Seed seed, long startRow, Ahead ahead) {
    if (startRow < 0) {
      throw new IllegalArgumentException("startRow: expected at least 0, got " + startRow);
    }
    int mixed = windowShards();
    ReadingOrder order = new ReadingOrder(seed, manifest.shards(), mixed);
    ShardWindow first = ShardWindow.of(folder, manifest, mixed);
    ShardWindow second = ahead.window(folder, manifest, mixed);
    return new ShuffledStream(order, manifest, first, second, startRow);
  }

  /** As many shards as asked for, as there are, and as one buffer can hold. */
  int windowShards() {
    long largest = manifest.shards().stream().mapToInt(ShardEntry::rows).max().orElseThrow();
    long fitting = Integer.MAX_VALUE / (largest * manifest.layout().rowBytes());
    return (int) Math.min(Math.min(mixedShards, shards()), fitting);
  }
}
