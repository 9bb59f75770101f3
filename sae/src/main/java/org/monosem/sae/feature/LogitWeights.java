package org.monosem.sae.feature;

import java.util.List;

/**
 * The tokens that a feature makes more and less likely, by the direct path to the logits.
 *
 * @param promoted the largest weights, descending
 * @param suppressed the smallest weights, ascending
 * @param nextTokenQuantile the mean, over the feature's top contexts, of the share of the
 *     vocabulary whose weight lies below that of the token which really came next (ties count
 *     half): one half for a feature that says nothing about the next token, near one for a feature
 *     that predicts it; NaN if there is no next token
 */
public record LogitWeights(
    List<TokenWeight> promoted, List<TokenWeight> suppressed, double nextTokenQuantile) {

  /** Copies the lists. */
  public LogitWeights {
    promoted = List.copyOf(promoted);
    suppressed = List.copyOf(suppressed);
  }

  /** Returns the weights of a feature that was not traced to the logits: no tokens, NaN. */
  public static LogitWeights none() {
    return new LogitWeights(List.of(), List.of(), Double.NaN);
  }
}
