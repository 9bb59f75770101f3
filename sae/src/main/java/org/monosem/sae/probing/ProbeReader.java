package org.monosem.sae.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.feature.TokenContext;

/**
 * Reads text with a model and a dictionary, once, and picks examples to probe.
 *
 * <p>Immutable; safe for use by several threads if the dictionary and model are.
 */
public final class ProbeReader {
  private static final int BATCH_TOKENS = 8192;

  private final HookedLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final HookPoint hook;

  private ProbeReader(HookedLanguageModel model, SparseAutoencoder dictionary, HookPoint hook) {
    this.model = model;
    this.dictionary = dictionary;
    this.hook = hook;
  }

  /**
   * Returns a reader; dictionary and model stay the caller's and are on the same device.
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
    return new ProbeReader(model, dictionary, hook);
  }

  /**
   * Reads all contexts; leaves no array behind.
   *
   * @param contexts the text; none longer than the model's context
   * @param choices which examples are picked
   * @param progress is told the number of contexts read so far, after every batch
   * @return the examples of each choice
   * @throws IllegalArgumentException if a context does not fit the model, or a choice finds nothing
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public List<ProbeExamples> read(
      Iterator<TokenContext> contexts, List<ExampleChoice> choices, ProbingListener progress) {
    List<ExampleCollector> collectors =
        choices.stream().map(choice -> choice.collector(dictionary.dSae())).toList();
    List<TokenContext> batch = new ArrayList<>();
    int tokens = 0;
    long done = 0;
    while (contexts.hasNext()) {
      TokenContext next = contexts.next();
      batch.add(next);
      tokens += next.length();
      if (tokens >= BATCH_TOKENS || !contexts.hasNext()) {
        Check.notInterrupted("probe reading, contexts", done);
        batch.forEach(context -> read(context, collectors));
        done += batch.size();
        progress.onProgress(done);
        batch.clear();
        tokens = 0;
      }
    }
    return collectors.stream().map(ExampleCollector::examples).toList();
  }

  private void read(TokenContext context, List<ExampleCollector> collectors) {
    int length = context.length();
    long[] ids = new long[length];
    for (int i = 0; i < length; i++) {
      ids[i] = context.token(i);
    }
    try (NDManager scope = model.newManager()) {
      NDArray rows =
          model
              .activations(scope.create(ids, new Shape(1, length)), hook)
              .reshape(length, dictionary.dIn());
      FeatureActivations features = dictionary.encode(rows);
      float[] values = rows.toFloatArray();
      ReadContext read = new ReadContext(context, 0, values, features, dictionary.dIn());
      collectors.forEach(collector -> collector.accept(read));
    }
  }
}
