package org.monosem.sae.feature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;

/**
 * Reads text with a model and a dictionary and gathers evidence about every feature: the contexts
 * go through the model up to the hook, the activations through the dictionary, and the features'
 * activations into an {@link EvidenceCollector}; the features are then traced to the logits.
 *
 * <p>Immutable; safe for use by several threads if the dictionary and model are.
 */
public final class FeatureSurvey {
  private static final int TOKENS_PER_BATCH = 8192;
  private static final int LISTED_TOKENS = 10;
  private static final int LEAST_COUNT = 1;

  private final SparseAutoencoder dictionary;
  private final HookedLanguageModel model;
  private final HookPoint hook;
  private final LogitTracer tracer;

  private FeatureSurvey(SparseAutoencoder dictionary, HookedLanguageModel model, HookPoint hook) {
    this.dictionary = dictionary;
    this.model = model;
    this.hook = hook;
    this.tracer = LogitTracer.of(dictionary, model, hook);
  }

  /**
   * Returns a survey of a dictionary's features; dictionary and model stay the caller's and are on
   * the same device.
   *
   * @throws IllegalArgumentException if the dictionary's {@code dIn} is not the width of the hook
   */
  public static FeatureSurvey of(
      SparseAutoencoder dictionary, HookedLanguageModel model, HookPoint hook) {
    return new FeatureSurvey(dictionary, model, hook);
  }

  /**
   * Reads all contexts.
   *
   * <p>Each feature gets the 10 tokens that it promotes and suppresses most, among those met in the
   * text.
   *
   * @param contexts the text; none longer than the model's context
   * @param options how much to keep of each feature
   * @param progress is told the number of tokens read so far, after every batch
   * @throws IllegalArgumentException if a context does not fit the model
   * @throws CancellationException if the thread is interrupted; its interrupt status stays set
   */
  public EvidenceTable read(
      Iterator<TokenContext> contexts, EvidenceOptions options, LongConsumer progress) {
    Objects.requireNonNull(progress, "progress");
    EvidenceCollector collector = new EvidenceCollector(dictionary.dSae(), options);
    ContextGroups groups = new ContextGroups(contexts, TOKENS_PER_BATCH);
    long tokens = 0;
    while (groups.hasNext()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("feature survey interrupted after " + tokens + " tokens");
      }
      List<TokenContext> group = groups.next();
      collector.accept(group, encode(group));
      tokens += (long) group.size() * group.get(0).length();
      progress.accept(tokens);
    }
    return tracer.trace(collector.evidence(), LISTED_TOKENS, LEAST_COUNT);
  }

  private FeatureActivations encode(List<TokenContext> group) {
    int length = group.get(0).length();
    try (NDManager manager = model.newManager()) {
      NDArray tokens = manager.create(tokens(group, length), new Shape(group.size(), length));
      NDArray activations = model.activations(tokens, hook);
      return dictionary.encode(activations.reshape(-1, dictionary.dIn()));
    }
  }

  private static long[] tokens(List<TokenContext> group, int length) {
    long[] ids = new long[group.size() * length];
    for (int c = 0; c < group.size(); c++) {
      for (int i = 0; i < length; i++) {
        ids[c * length + i] = group.get(c).token(i);
      }
    }
    return ids;
  }
}
