package org.monosem.harvest.cache;

import java.nio.ByteBuffer;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.HalfPrecision;

/** The rows of one shard in memory, in the order of the file, with where they come from. */
public final class CacheShard {
  private final CacheLayout layout;
  private final RowLabels labels;
  private final ByteBuffer activations;

  private CacheShard(CacheLayout layout, RowLabels labels, ByteBuffer activations) {
    this.layout = layout;
    this.labels = labels;
    this.activations = activations;
  }

  static CacheShard of(CacheLayout layout, ByteBuffer labels, ByteBuffer activations) {
    int rows = labels.remaining() / ShardLayout.LABEL_BYTES;
    long[] documents = new long[rows];
    long[] contexts = new long[rows];
    int[] tokens = new int[rows];
    int[] positions = new int[rows];
    labels.slice(0, 16 * rows).order(labels.order()).asLongBuffer().get(documents).get(contexts);
    labels
        .slice(16 * rows, 8 * rows)
        .order(labels.order())
        .asIntBuffer()
        .get(tokens)
        .get(positions);
    return new CacheShard(
        layout, RowLabels.of(tokens, positions, contexts, documents), activations);
  }

  /** Returns the number of rows. */
  public int rows() {
    return labels.rows();
  }

  /** Returns where the rows come from. */
  public RowLabels labels() {
    return labels;
  }

  /**
   * Returns a copy of the activations of one row, {@code [width]}.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public float[] activations(int row) {
    float[] values = new float[layout.width()];
    int bytes = layout.type().bytes();
    int begin = row * layout.rowBytes();
    for (int j = 0; j < values.length; j++) {
      values[j] = value(begin + j * bytes);
    }
    return values;
  }

  private float value(int at) {
    if (layout.type() == ElementType.F32) {
      return activations.getFloat(at);
    }
    short bits = activations.getShort(at);
    return layout.type() == ElementType.F16
        ? HalfPrecision.fromFloat16(bits)
        : HalfPrecision.fromBfloat16(bits);
  }
}
