package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.monosem.core.FeatureActivations;
import org.monosem.core.FeatureColumns;

/**
 * Gathers evidence about every feature of a dictionary in one pass over its activations.
 *
 * <p>Work is proportional to the active entries. Memory is proportional to the features that fired
 * (about 10 kB each with the standard options), and the contexts that hold an example stay
 * referenced; it does not grow with the length of the pass otherwise. The result is a pure function
 * of the contexts and activations in their order, and does not depend on how they were cut into
 * batches.
 *
 * <p>Not safe for use by several threads.
 */
public final class EvidenceCollector {
  private final EvidenceOptions options;
  private final @Nullable FeatureTally[] tallies;
  private final DomainNames names = new DomainNames();
  private long[] domainTokens = new long[0];
  private long[] tokenCounts = new long[0];
  private long tokens;

  /**
   * Begins a pass.
   *
   * @param dSae the number of features of the dictionary, at least 1
   * @throws IllegalArgumentException if there are no features
   */
  public EvidenceCollector(int dSae, EvidenceOptions options) {
    if (dSae < 1) {
      throw new IllegalArgumentException("evidence: dSae must be at least 1, got " + dSae);
    }
    this.options = Objects.requireNonNull(options, "options");
    this.tallies = new @Nullable FeatureTally[dSae];
  }

  /**
   * Adds a batch.
   *
   * @param contexts the contexts, in the order of the rows
   * @param activations one row for every token of the contexts, in order; all activations positive
   * @throws IllegalArgumentException if rows and tokens, or the numbers of features, differ, or an
   *     activation is not a positive finite number; the collector is then not to be used any more
   */
  public void accept(List<TokenContext> contexts, FeatureActivations activations) {
    int expected = contexts.stream().mapToInt(TokenContext::length).sum();
    if (activations.rows() != expected || activations.dSae() != tallies.length) {
      throw new IllegalArgumentException(
          "activations: expected [rows=%d, dSae=%d], got [%d, %d]"
              .formatted(expected, tallies.length, activations.rows(), activations.dSae()));
    }
    FeatureColumns columns = activations.byFeature();
    ContextBatch batch = new ContextBatch(contexts, columns, names, tokens);
    countTokens(batch);
    for (int feature = 0; feature < tallies.length; feature++) {
      if (columns.count(feature) > 0) {
        tally(feature).accept(batch, names.size());
      }
    }
  }

  private void countTokens(ContextBatch batch) {
    domainTokens = Arrays.copyOf(domainTokens, names.size());
    for (int row = 0; row < batch.rows(); row++) {
      int token = batch.token(row);
      if (token >= tokenCounts.length) {
        tokenCounts = Arrays.copyOf(tokenCounts, Math.max(token + 1, 2 * tokenCounts.length));
      }
      tokenCounts[token]++;
      domainTokens[batch.domain(row)]++;
    }
    tokens += batch.rows();
  }

  private FeatureTally tally(int feature) {
    FeatureTally known = tallies[feature];
    if (known != null) {
      return known;
    }
    FeatureTally fresh = new FeatureTally(feature, options);
    tallies[feature] = fresh;
    return fresh;
  }

  /** Returns what was seen so far; a snapshot that later batches do not change. */
  public EvidenceTable evidence() {
    List<DomainShare> shares = new ArrayList<>();
    for (int d = 0; d < domainTokens.length; d++) {
      double share = (double) domainTokens[d] / tokens;
      shares.add(new DomainShare(names.name(d), share, share));
    }
    List<FeatureEvidence> features = new ArrayList<>();
    for (FeatureTally tally : tallies) {
      if (tally != null) {
        features.add(tally.evidence(tokens, shares));
      }
    }
    return new EvidenceTable(tallies.length, new TokenCounts(tokenCounts), shares, features);
  }
}
