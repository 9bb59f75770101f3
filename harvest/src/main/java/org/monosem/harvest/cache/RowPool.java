package org.monosem.harvest.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encoded rows with their labels, in the order of arrival, waiting to be written in another. */
final class RowPool {
  private static final int STAGING_BYTES = 1 << 20;

  private final int rowBytes;
  private final ByteBuffer activations;
  private final int[] tokens;
  private final int[] positions;
  private final long[] contexts;
  private final long[] documents;
  private int size;

  RowPool(CacheLayout layout) {
    rowBytes = layout.rowBytes();
    activations = ByteBuffer.allocateDirect(layout.poolRows() * rowBytes);
    tokens = new int[layout.poolRows()];
    positions = new int[layout.poolRows()];
    contexts = new long[layout.poolRows()];
    documents = new long[layout.poolRows()];
  }

  int size() {
    return size;
  }

  int free() {
    return tokens.length - size;
  }

  void clear() {
    size = 0;
  }

  /** Returns where the activations of the next rows belong, from the buffer's start. */
  ByteBuffer room(int rows) {
    return activations.slice(size * rowBytes, rows * rowBytes);
  }

  /** Adds rows whose activations lie in their {@link #room}. */
  void add(RowLabels labels) {
    int rows = labels.rows();
    for (int row = 0; row < rows; row++) {
      tokens[size + row] = labels.token(row);
      positions[size + row] = labels.position(row);
      contexts[size + row] = labels.context(row);
      documents[size + row] = labels.document(row);
    }
    size += rows;
  }

  /** Writes the data of one shard: the pool's rows {@code order[from .. to-1]}. */
  void write(OutputStream out, int[] order, int from, int to) throws IOException {
    Staging staging = new Staging(out, Math.max(STAGING_BYTES, rowBytes));
    for (long[] column : new long[][] {documents, contexts}) {
      for (int i = from; i < to; i++) {
        staging.room(Long.BYTES).putLong(column[order[i]]);
      }
    }
    for (int[] column : new int[][] {tokens, positions}) {
      for (int i = from; i < to; i++) {
        staging.room(Integer.BYTES).putInt(column[order[i]]);
      }
    }
    for (int i = from; i < to; i++) {
      ByteBuffer room = staging.room(rowBytes);
      room.put(room.position(), activations, order[i] * rowBytes, rowBytes);
      room.position(room.position() + rowBytes);
    }
    staging.flush();
  }

  /** Little-endian bytes on their way into a stream. */
  private static final class Staging {
    private final OutputStream out;
    private final ByteBuffer bytes;

    Staging(OutputStream out, int capacity) {
      this.out = out;
      this.bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    ByteBuffer room(int needed) throws IOException {
      if (bytes.remaining() < needed) {
        flush();
      }
      return bytes;
    }

    void flush() throws IOException {
      out.write(bytes.array(), 0, bytes.position());
      bytes.clear();
    }
  }
}
