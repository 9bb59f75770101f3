package org.monosem.harvest.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.monosem.core.safetensors.SafetensorsException;
import org.monosem.core.safetensors.SafetensorsFile;

/** Reads shards: sequentially, whole, and checked before any value is handed out. */
final class ShardFile {
  private static final int STEP = 16 << 20;

  private final Path path;
  private final ShardLayout layout;
  private final ShardEntry entry;

  private ShardFile(Path path, ShardLayout layout, ShardEntry entry) {
    this.path = path;
    this.layout = layout;
    this.entry = entry;
  }

  static ShardFile of(Path folder, Manifest manifest, int index) {
    ShardLayout layout = manifest.shardLayout(index);
    return new ShardFile(folder.resolve(layout.fileName()), layout, manifest.shards().get(index));
  }

  /** Checks that every shard of a manifest is there and has its length. */
  static void requireAll(Path folder, Manifest manifest) {
    for (int index = 0; index < manifest.shards().size(); index++) {
      of(folder, manifest, index).requireLength();
    }
  }

  /**
   * Reads the shard.
   *
   * @param labels receives documents, contexts, tokens and positions; exactly as long as they are
   * @param activations receives the activations; exactly as long as they are
   * @throws CacheException if the file is missing, of another length, of another place, or damaged
   */
  void read(ByteBuffer labels, ByteBuffer activations) {
    requireLength();
    CRC32C crc = new CRC32C();
    byte[] header = layout.header();
    ByteBuffer found = ByteBuffer.allocate(header.length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      fill(channel, found, crc);
      if (!Arrays.equals(header, found.array())) {
        throw new CacheException(path, foreign());
      }
      fill(channel, labels, crc);
      fill(channel, activations, crc);
    } catch (IOException e) {
      throw new CacheException(path, "cannot be read: " + e.getMessage(), e);
    }
    if ((int) crc.getValue() != entry.checksum()) {
      throw new CacheException(
          path,
          "damaged: CRC-32C %08x expected, got %08x".formatted(entry.checksum(), crc.getValue()));
    }
  }

  private void requireLength() {
    try {
      long length = Files.size(path);
      if (length != entry.bytes()) {
        throw new CacheException(path, entry.bytes() + " bytes expected, got " + length);
      }
    } catch (NoSuchFileException e) {
      throw new CacheException(path, "the shard is missing", e);
    } catch (IOException e) {
      throw new CacheException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Explains a header that is not this shard's. */
  private String foreign() {
    Map<String, String> metadata;
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      metadata = file.metadata();
    } catch (SafetensorsException e) {
      return "damaged: " + e.rule();
    }
    String cache = metadata.getOrDefault(ShardLayout.CACHE_KEY, "none");
    String index = metadata.getOrDefault(ShardLayout.INDEX_KEY, "none");
    if (!cache.equals(layout.cache())) {
      return "a shard of cache " + layout.cache() + " expected, got one of cache " + cache;
    } else if (!index.equals(String.valueOf(layout.index()))) {
      return "shard " + layout.index() + " expected, got shard " + index;
    }
    return "damaged: its header is not the one expected";
  }

  private static void fill(FileChannel channel, ByteBuffer into, CRC32C crc) throws IOException {
    int end = into.limit();
    while (into.position() < end) {
      int begin = into.position();
      into.limit((int) Math.min(end, (long) begin + STEP));
      if (channel.read(into) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      crc.update(into.duplicate().flip().position(begin));
      into.limit(end);
    }
  }
}
