package org.monosem.sae.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.feature.TokenContext;

/**
 * Reads text with a model and a dictionary, once, and picks examples to probe.
 *
 * <p>Neighbouring contexts of one length are read together, as many as fit the batch's tokens.
 * Memory is that of the model on one batch, its activations {@code [tokens, dIn]} once more, and
 * the examples picked; features are held sparse, whatever {@code dSae}.
 *
 * <p>Immutable; safe for use by several threads if the dictionary and model are.
 */
public final class ProbeReader {
  private static final int BATCH_TOKENS = 4096;

  private final HookedLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final HookPoint hook;
  private final int batchTokens;

  private ProbeReader(
      HookedLanguageModel model, SparseAutoencoder dictionary, HookPoint hook, int batchTokens) {
    this.model = model;
    this.dictionary = dictionary;
    this.hook = hook;
    this.batchTokens = batchTokens;
  }

  /**
   * Returns a reader of 4096 tokens at a time; dictionary and model stay the caller's and are on
   * the same device.
   *
   * @throws IllegalArgumentException if the dictionary's {@code dIn} is not the width of the hook
   */
  public static ProbeReader of(
      HookedLanguageModel model, SparseAutoencoder dictionary, HookPoint hook) {
    if (model.width(hook) != dictionary.dIn()) {
      throw new IllegalArgumentException(
          "dictionary: expected dIn=%d, the width of %s, got %d"
              .formatted(model.width(hook), hook, dictionary.dIn()));
    }
    return new ProbeReader(model, dictionary, hook, BATCH_TOKENS);
  }

  /**
   * Returns a reader that takes another number of tokens at a time, but at least one context.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public ProbeReader withBatchTokens(int tokens) {
    Check.atLeast("batchTokens", 1, tokens);
    return new ProbeReader(model, dictionary, hook, tokens);
  }

  /**
   * Reads all contexts; leaves no array behind.
   *
   * @param contexts the text; none longer than the model's context
   * @param choices which examples are picked
   * @param progress is told the number of contexts read so far, after every batch
   * @return the examples of each choice that found any, in the order of choices
   * @throws IllegalArgumentException if a context does not fit the model
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public List<ProbeExamples> read(
      Iterator<TokenContext> contexts, List<ExampleChoice> choices, ProbingListener progress) {
    List<ExampleCollector> collectors =
        choices.stream().map(choice -> choice.collector(dictionary.dSae())).toList();
    List<TokenContext> batch = new ArrayList<>();
    long done = 0;
    while (contexts.hasNext()) {
      TokenContext next = contexts.next();
      if (!isRoomFor(next, batch)) {
        done += read(batch, collectors, done);
        progress.onProgress(done);
        batch.clear();
      }
      batch.add(next);
    }
    if (!batch.isEmpty()) {
      done += read(batch, collectors, done);
      progress.onProgress(done);
    }
    return collectors.stream().map(ExampleCollector::examples).flatMap(Optional::stream).toList();
  }

  private boolean isRoomFor(TokenContext next, List<TokenContext> batch) {
    int length = next.length();
    return batch.isEmpty()
        || (batch.get(0).length() == length && (batch.size() + 1L) * length <= batchTokens);
  }

  /** Returns how many were read. */
  private int read(List<TokenContext> batch, List<ExampleCollector> collectors, long done) {
    Check.notInterrupted("probe reading, contexts", done);
    int length = batch.get(0).length();
    int rows = Math.multiplyExact(batch.size(), length);
    try (NDManager scope = model.newManager()) {
      NDArray ids = scope.create(ids(batch, length), new Shape(batch.size(), length));
      NDArray all = model.activations(ids, hook).reshape(rows, dictionary.dIn());
      FeatureActivations features = dictionary.encode(all);
      float[] values = all.toFloatArray();
      for (int i = 0; i < batch.size(); i++) {
        ReadContext read =
            new ReadContext(batch.get(i), i * length, values, features, dictionary.dIn());
        collectors.forEach(collector -> collector.accept(read));
      }
    }
    return batch.size();
  }

  private static long[] ids(List<TokenContext> batch, int length) {
    long[] ids = new long[batch.size() * length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(i / length).token(i % length);
    }
    return ids;
  }
}
