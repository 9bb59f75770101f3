package org.monosem.harvest.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activations of some shards in memory outside the heap; filled again and again. */
final class ShardWindow {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWindow.class);

  private final Path folder;
  private final Manifest manifest;
  private final ByteBuffer activations;
  private final ByteBuffer labels;
  private int[] order = {};

  private ShardWindow(Path folder, Manifest manifest, int shards) {
    this.folder = folder;
    this.manifest = manifest;
    int largest = manifest.shards().stream().mapToInt(ShardEntry::rows).max().orElseThrow();
    activations = ByteBuffer.allocateDirect(shards * largest * manifest.layout().rowBytes());
    labels = ByteBuffer.allocateDirect(largest * ShardLayout.LABEL_BYTES);
  }

  /**
   * Makes room for {@code shards} of the largest shards.
   *
   * @throws CacheException if Java may not take so much memory outside the heap
   */
  static ShardWindow of(Path folder, Manifest manifest, int shards) {
    try {
      return new ShardWindow(folder, manifest, shards);
    } catch (OutOfMemoryError e) {
      String problem =
          "reading %d shards at a time finds too little memory outside the heap; give Java more"
              .formatted(shards);
      throw new CacheException(
          folder, problem + " with -Xmx or -XX:MaxDirectMemorySize", new IOException(e));
    }
  }

  /** Makes the same room if Java may take the memory for it; otherwise returns null. */
  static @Nullable ShardWindow ifThereIsRoom(Path folder, Manifest manifest, int shards) {
    try {
      return new ShardWindow(folder, manifest, shards);
    } catch (OutOfMemoryError e) {
      LOG.info("{}: not read ahead: {}", folder, e.getMessage());
      return null;
    }
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
