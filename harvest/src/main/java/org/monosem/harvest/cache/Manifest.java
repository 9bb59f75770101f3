package org.monosem.harvest.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The state of a cache after its last commit.
 *
 * @param origin what made the rows
 * @param layout how they lie
 * @param library the version of the library that wrote them
 * @param progress how far the harvest has come
 * @param shards every complete shard, in the order of writing
 * @param statistics over all their rows
 */
record Manifest(
    CacheOrigin origin,
    CacheLayout layout,
    String library,
    Progress progress,
    List<ShardEntry> shards,
    CacheStatistics statistics) {

  /**
   * How far a harvest has come.
   *
   * @param cursor what of the input is behind
   * @param complete whether it is done
   */
  record Progress(CacheCursor cursor, boolean complete) {}

  Manifest {
    shards = List.copyOf(shards);
  }

  /** Returns the manifest of a cache without rows. */
  static Manifest empty(CacheOrigin origin, CacheLayout layout) {
    String version = Manifest.class.getPackage().getImplementationVersion();
    return new Manifest(
        origin,
        layout,
        version == null ? "development" : version,
        new Progress(CacheCursor.START, false),
        List.of(),
        CacheStatistics.empty(layout.width()));
  }

  /** Returns the manifest after more shards. */
  Manifest with(List<ShardEntry> added, CacheStatistics statistics, CacheCursor cursor) {
    List<ShardEntry> all = new ArrayList<>(shards);
    all.addAll(added);
    return new Manifest(origin, layout, library, new Progress(cursor, false), all, statistics);
  }

  /** Returns the manifest of a harvest that is done. */
  Manifest completed() {
    Progress done = new Progress(progress.cursor(), true);
    return new Manifest(origin, layout, library, done, shards, statistics);
  }

  /** Returns a name of this cache that no other has: a hash of its origin and its layout. */
  String identity() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text =
          (ManifestJson.of(origin) + "\n" + ManifestJson.of(layout))
              .getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(text), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns what the file of a shard looks like. */
  ShardLayout shardLayout(int index) {
    return new ShardLayout(identity(), index, shards.get(index).rows(), layout);
  }
}
