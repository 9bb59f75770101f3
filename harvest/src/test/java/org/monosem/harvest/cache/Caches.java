package org.monosem.harvest.cache;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.ElementType;

/**
 * Caches made for tests: row i holds i in its first place, and is token {@code i % 50} at position
 * {@code i % 16} of context {@code i / 16} of document {@code i / 40}.
 */
final class Caches {
  static final CacheOrigin ORIGIN =
      new CacheOrigin(
          "model-1", HookPoint.mlpPost(0), "numbers", "tokenizer-1", 16, "16 of 16 positions");

  private Caches() {}

  /** Pools of {@code poolRows}, shards of a fourth of that. */
  static CacheLayout layout(int width, ElementType type, int poolRows) {
    return new CacheLayout(width, type, Math.max(1, poolRows / 4), poolRows, 5);
  }

  /** Writes a complete cache of {@code rows} rows. */
  static void write(Path folder, CacheLayout layout, int rows) {
    try (ActivationCacheWriter writer = ActivationCacheWriter.open(folder, ORIGIN, layout)) {
      writeTo(writer, layout, rows);
      writer.finish();
    }
  }

  /** Writes rows from the writer's cursor on, one commit a full pool; the cursor counts rows. */
  static void writeTo(ActivationCacheWriter writer, CacheLayout layout, int rows) {
    while (writer.cursor().contexts() < rows) {
      int begin = (int) writer.cursor().contexts();
      int end = Math.min(rows, begin + layout.poolRows());
      append(writer, layout.width(), begin, end);
      writer.commit(new CacheCursor(end, 0));
    }
  }

  static void append(ActivationCacheWriter writer, int width, int begin, int end) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray rows = manager.create(values(width, begin, end), new Shape(end - begin, width));
      writer.append(rows, labels(begin, end));
    }
  }

  static float[] values(int width, int begin, int end) {
    float[] values = new float[(end - begin) * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(begin + i / width, i % width);
    }
    return values;
  }

  static float value(int row, int column) {
    return column == 0 ? row : (row * 7 + column * 3) % 64 / 8f - 4;
  }

  static RowLabels labels(int begin, int end) {
    int[] tokens = new int[end - begin];
    int[] positions = new int[end - begin];
    long[] contexts = new long[end - begin];
    long[] documents = new long[end - begin];
    for (int i = 0; i < tokens.length; i++) {
      int row = begin + i;
      tokens[i] = row % 50;
      positions[i] = row % 16;
      contexts[i] = row / 16;
      documents[i] = row / 40;
    }
    return RowLabels.of(tokens, positions, contexts, documents);
  }
}
