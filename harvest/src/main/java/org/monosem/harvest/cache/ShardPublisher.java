package org.monosem.harvest.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.random.Seed;

/** Writes pools as shards, and manifests that list them. */
final class ShardPublisher {
  private final Path folder;
  private final String identity;
  private volatile Manifest manifest;

  ShardPublisher(Path folder, Manifest manifest) {
    this.folder = folder;
    this.identity = manifest.identity();
    this.manifest = manifest;
  }

  Path folder() {
    return folder;
  }

  Manifest manifest() {
    return manifest;
  }

  /** Writes the pool's rows, permuted, as shards of nearly equal size; then the manifest. */
  void publish(RowPool pool, CacheStatistics statistics, CacheCursor cursor) {
    CacheLayout layout = manifest.layout();
    int rows = pool.size();
    int first = manifest.shards().size();
    int[] order = Seed.of(layout.seed()).named("pool").at(first).permutation(rows);
    int count = (rows + layout.shardRows() - 1) / layout.shardRows();
    List<ShardEntry> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) rows * i / count);
      int to = (int) ((long) rows * (i + 1) / count);
      added.add(write(first + i, pool, order, new int[] {from, to}));
    }
    replace(manifest.with(added, manifest.statistics().with(statistics), cursor));
  }

  void finish() {
    replace(manifest.completed());
  }

  private void replace(Manifest next) {
    ManifestFile.write(folder, next);
    manifest = next;
  }

  private ShardEntry write(int index, RowPool pool, int[] order, int[] range) {
    int rows = range[1] - range[0];
    ShardLayout shard = new ShardLayout(identity, index, rows, manifest.layout());
    CRC32C crc = new CRC32C();
    AtomicFile.write(
        folder.resolve(shard.fileName()),
        shard.fileBytes(),
        out -> {
          CheckedOutputStream checked = new CheckedOutputStream(out, crc);
          checked.write(shard.header());
          pool.write(checked, order, range[0], range[1]);
        });
    return new ShardEntry(rows, shard.fileBytes(), (int) crc.getValue());
  }
}
