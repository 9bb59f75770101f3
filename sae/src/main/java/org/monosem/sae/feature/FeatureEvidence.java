package org.monosem.sae.feature;

import java.util.List;

/**
 * What was seen of one feature that fired at least once.
 *
 * @param feature its id, the row of the dictionary
 * @param activity how often and how strongly it fired
 * @param topContexts the places of its largest activations, descending, at most one a context;
 *     earlier text first among equals
 * @param intervals examples at evenly spaced levels of activation, strongest level first; levels
 *     without an example are left out
 * @param domains its share of each kind of text, largest first
 * @param logits the tokens that it promotes and suppresses
 */
public record FeatureEvidence(
    int feature,
    FeatureActivity activity,
    List<ContextExample> topContexts,
    List<ExampleInterval> intervals,
    List<DomainShare> domains,
    LogitWeights logits) {

  /** Copies the lists. */
  public FeatureEvidence {
    topContexts = List.copyOf(topContexts);
    intervals = List.copyOf(intervals);
    domains = List.copyOf(domains);
  }

  /** Returns the same evidence with other logit weights. */
  public FeatureEvidence withLogits(LogitWeights weights) {
    return new FeatureEvidence(feature, activity, topContexts, intervals, domains, weights);
  }

  /** Returns the share of tokens on which the feature fired. */
  public double density() {
    return activity.density();
  }

  /** Returns the largest activation. */
  public double maximum() {
    return activity.maximum();
  }
}
