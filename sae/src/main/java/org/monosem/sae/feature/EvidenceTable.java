package org.monosem.sae.feature;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The evidence of one pass: every feature that fired, and what the text consisted of.
 *
 * @param dSae the number of features of the dictionary; those not among {@code features} are dead
 *     on this text
 * @param tokens how often each token was met
 * @param domains the share of every domain among the tokens, in the order of first appearance
 * @param features the features that fired, ascending by id
 */
public record EvidenceTable(
    int dSae, TokenCounts tokens, List<DomainShare> domains, List<FeatureEvidence> features) {

  /** Copies the lists. */
  public EvidenceTable {
    Objects.requireNonNull(tokens, "tokens");
    domains = List.copyOf(domains);
    features = List.copyOf(features);
  }

  /** Returns how many features never fired. */
  public int dead() {
    return dSae - features.size();
  }

  /** Returns the same table with the evidence of each feature replaced, in parallel. */
  public EvidenceTable map(Function<FeatureEvidence, FeatureEvidence> change) {
    return new EvidenceTable(dSae, tokens, domains, features.parallelStream().map(change).toList());
  }
}
