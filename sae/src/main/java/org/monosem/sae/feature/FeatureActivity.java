package org.monosem.sae.feature;

/**
 * How often and how strongly a feature fired.
 *
 * @param activeTokens tokens on which it fired
 * @param tokens all tokens that were looked at
 * @param mean its mean activation over the tokens on which it fired
 * @param maximum its largest activation
 * @param histogram its activations on the tokens on which it fired
 */
public record FeatureActivity(
    long activeTokens, long tokens, double mean, double maximum, ActivationHistogram histogram) {

  /** Returns {@code activeTokens / tokens}. */
  public double density() {
    return (double) activeTokens / tokens;
  }
}
