package org.monosem.harvest.cache;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The activations of some shards in memory outside the heap; filled again and again. */
final class ShardWindow {
  private final Path folder;
  private final Manifest manifest;
  private final ByteBuffer activations;
  private final ByteBuffer labels;
  private int[] order = {};

  /** Makes room for {@code shards} of the largest shards. */
  ShardWindow(Path folder, Manifest manifest, int shards) {
    this.folder = folder;
    this.manifest = manifest;
    int largest = manifest.shards().stream().mapToInt(ShardEntry::rows).max().orElseThrow();
    activations = ByteBuffer.allocateDirect(shards * largest * manifest.layout().rowBytes());
    labels = ByteBuffer.allocateDirect(largest * ShardLayout.LABEL_BYTES);
  }

  /** Loads the shards of a window and permutes their rows. */
  ShardWindow load(ReadingOrder reading, ReadingOrder.Window window) {
    int begin = 0;
    for (int shard : window.shards()) {
      begin += read(shard, begin);
    }
    order = reading.rows(window);
    return this;
  }

  /** Reads a shard for its checks alone. */
  void check(int shard) {
    read(shard, 0);
  }

  private int read(int shard, int begin) {
    int rows = manifest.shards().get(shard).rows();
    int bytes = rows * manifest.layout().rowBytes();
    ShardFile.of(folder, manifest, shard)
        .read(labels.slice(0, rows * ShardLayout.LABEL_BYTES), activations.slice(begin, bytes));
    return bytes;
  }

  int rows() {
    return order.length;
  }

  /** Copies the activations of a row of the permuted order. */
  void copy(int row, ByteBuffer into, int at) {
    int rowBytes = manifest.layout().rowBytes();
    into.put(at, activations, order[row] * rowBytes, rowBytes);
  }
}
