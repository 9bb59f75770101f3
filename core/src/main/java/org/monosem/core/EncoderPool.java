package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.Precision;

/** Float32 encoders of one dictionary, as many as there are threads encoding at once. */
final class EncoderPool {
  private final NDManager owner;
  private final DictionaryCheckpoint dictionary;
  private final ConcurrentLinkedQueue<FeatureEncoder> idle = new ConcurrentLinkedQueue<>();

  EncoderPool(NDManager owner, DictionaryCheckpoint dictionary) {
    this.owner = owner;
    this.dictionary = dictionary;
  }

  FeatureActivations encode(NDArray rows) {
    FeatureEncoder waiting = idle.poll();
    FeatureEncoder encoder =
        waiting == null ? new FeatureEncoder(owner, dictionary, Precision.FP32) : waiting;
    try {
      return encoder.encode(rows);
    } finally {
      idle.add(encoder);
    }
  }
}
