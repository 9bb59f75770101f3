package org.monosem.sae.feature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;

/**
 * Traces features to the logits: which tokens the model expects more when a feature fires.
 *
 * <p>The logit weights of feature {@code i} are {@code directLogits(wDec[i])} less their median
 * over the vocabulary (Bricken et al. 2023, 'Towards Monosemanticity', feature visualisation): what
 * one unit of its activation adds to each logit by the direct path, up to the scale of the final
 * layer normalisation. Immutable; safe for use by several threads if the dictionary and model are.
 */
public final class LogitTracer {
  /** Bounds the logits held at once to 64 MB of floats. */
  private static final int VALUES_PER_CHUNK = 1 << 24;

  private final SparseAutoencoder dictionary;
  private final HookedLanguageModel model;
  private final HookPoint hook;

  private LogitTracer(SparseAutoencoder dictionary, HookedLanguageModel model, HookPoint hook) {
    this.dictionary = dictionary;
    this.model = model;
    this.hook = hook;
  }

  /**
   * Returns a tracer; dictionary and model stay the caller's.
   *
   * @throws IllegalArgumentException if the dictionary's {@code dIn} is not the width of the hook
   */
  public static LogitTracer of(
      SparseAutoencoder dictionary, HookedLanguageModel model, HookPoint hook) {
    Objects.requireNonNull(hook, "hook");
    if (dictionary.dIn() != model.width(hook)) {
      throw new IllegalArgumentException(
          "dictionary: expected dIn=%d, the width of %s, got %d"
              .formatted(model.width(hook), hook, dictionary.dIn()));
    }
    return new LogitTracer(dictionary, model, hook);
  }

  /**
   * Returns the table with the logit weights of every feature.
   *
   * @param table the evidence
   * @param tokensEachWay how many promoted and how many suppressed tokens to keep
   * @param minimumCount tokens met less often than this in the table's text are not listed; rare
   *     tokens have arbitrary unembeddings
   */
  public EvidenceTable trace(EvidenceTable table, int tokensEachWay, long minimumCount) {
    TokenCounts counts = table.tokens();
    int[] listed =
        IntStream.range(0, model.vocabularySize())
            .filter(t -> counts.count(t) >= minimumCount)
            .toArray();
    LogitRow rows = new LogitRow(listed, tokensEachWay);
    List<FeatureEvidence> features = table.features();
    Map<Integer, LogitWeights> traced = new HashMap<>();
    int chunk = Math.max(1, VALUES_PER_CHUNK / model.vocabularySize());
    for (int from = 0; from < features.size(); from += chunk) {
      trace(features.subList(from, Math.min(features.size(), from + chunk)), rows, traced);
    }
    return table.map(e -> e.withLogits(traced.getOrDefault(e.feature(), LogitWeights.none())));
  }

  private void trace(
      List<FeatureEvidence> features, LogitRow rows, Map<Integer, LogitWeights> traced) {
    float[] logits = directLogits(features);
    int vocabulary = model.vocabularySize();
    List<LogitWeights> weights =
        IntStream.range(0, features.size())
            .parallel()
            .mapToObj(
                i -> {
                  float[] row = Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary);
                  return rows.weights(row, features.get(i).topContexts());
                })
            .toList();
    for (int i = 0; i < features.size(); i++) {
      traced.put(features.get(i).feature(), weights.get(i));
    }
  }

  private float[] directLogits(List<FeatureEvidence> features) {
    long[] ids = features.stream().mapToLong(FeatureEvidence::feature).toArray();
    try (NDManager manager = model.newManager()) {
      NDArray index = manager.create(ids, new Shape(ids.length));
      NDArray rows = dictionary.wDec().toDevice(manager.getDevice(), false).get(index);
      rows.attach(manager);
      return model.directLogits(hook, rows).toFloatArray();
    }
  }

  /** Returns the ids of the tokens that really came after the strongest places. */
  static List<Integer> nextTokens(List<ContextExample> examples) {
    List<Integer> next = new ArrayList<>();
    for (ContextExample example : examples) {
      if (example.center() + 1 < example.length()) {
        next.add(example.token(example.center() + 1));
      }
    }
    return next;
  }
}
