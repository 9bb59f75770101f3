package org.monosem.harvest.transformer;

/** Reads contexts for a model, checking every id. */
final class ContextBatches {
  private final TokenContexts contexts;
  private final Gpt2Config config;
  private final int[] buffer;

  ContextBatches(TokenContexts contexts, Gpt2Config config) {
    int length = contexts.length();
    if (length < 2 || length > config.contextLength() + 1) {
      throw new IllegalArgumentException(
          "contexts: expected 2 to "
              + (config.contextLength() + 1)
              + " tokens (context length + 1), got "
              + length);
    }
    if (contexts.contexts() < 1) {
      throw new IllegalArgumentException("contexts: expected at least 1, got none");
    }
    this.contexts = contexts;
    this.config = config;
    this.buffer = new int[length];
  }

  /** Returns contexts {@code begin .. end-1}. */
  long[][] range(long begin, long end) {
    long[][] batch = new long[(int) (end - begin)][];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = read(begin + i);
    }
    return batch;
  }

  /** Returns the batch of one training step. */
  long[][] step(long step, int size, ContextOrder order) {
    long[][] batch = new long[size][];
    for (int i = 0; i < size; i++) {
      batch[i] = read(order.at(step * size + i));
    }
    return batch;
  }

  private long[] read(long index) {
    contexts.read(index, buffer);
    long[] ids = new long[buffer.length];
    for (int i = 0; i < ids.length; i++) {
      if (buffer[i] < 0 || buffer[i] >= config.vocabularySize()) {
        throw new IllegalArgumentException(
            "context "
                + index
                + ": expected ids from 0 to "
                + (config.vocabularySize() - 1)
                + ", got "
                + buffer[i]
                + " at position "
                + i);
      }
      ids[i] = buffer[i];
    }
    return ids;
  }
}
