package org.monosem.harvest.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where everything lies in one shard file. The header is a pure function of these values, so a
 * reader knows it byte for byte before it opens the file.
 *
 * @param cache the identity of the cache that the shard belongs to
 * @param index the place of the shard in the cache
 * @param rows how many rows it holds
 * @param rowLayout width and type of a row
 */
record ShardLayout(String cache, int index, int rows, CacheLayout rowLayout) {
  /** Bytes of document, context, token and position of one row. */
  static final int LABEL_BYTES = 24;

  static final String CACHE_KEY = "cache";
  static final String INDEX_KEY = "shard";
  static final String FORMAT = "monosem-activation-shard-1";

  /** Returns the file name of the shard at a place. */
  static String fileName(int index) {
    return String.format(Locale.ROOT, "shard-%06d.safetensors", index);
  }

  String fileName() {
    return fileName(index);
  }

  /** Returns the file's first bytes: the length of the header, then the header. */
  byte[] header() {
    String json =
        "{\"__metadata__\":{\"format\":\"%s\",\"%s\":\"%s\",\"%s\":\"%d\"},%s,%s,%s,%s,%s}"
            .formatted(
                FORMAT,
                CACHE_KEY,
                cache,
                INDEX_KEY,
                index,
                tensor("documents", "I64", 0, 8L * rows),
                tensor("contexts", "I64", 8L * rows, 16L * rows),
                tensor("tokens", "I32", 16L * rows, 20L * rows),
                tensor("positions", "I32", 20L * rows, 24L * rows),
                activations());
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.array();
  }

  /** Returns the bytes of the activations. */
  int activationBytes() {
    return rows * rowLayout.rowBytes();
  }

  /** Returns the length of the file. */
  long fileBytes() {
    return header().length + (long) LABEL_BYTES * rows + activationBytes();
  }

  private String activations() {
    long begin = (long) LABEL_BYTES * rows;
    return "\"activations\":{\"dtype\":\"%s\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}"
        .formatted(rowLayout.type(), rows, rowLayout.width(), begin, begin + activationBytes());
  }

  private String tensor(String name, String type, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(name, type, rows, begin, end);
  }
}
