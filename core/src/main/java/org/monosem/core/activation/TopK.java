package org.monosem.core.activation;

/**
 * {@code f_i = max(0, h_i)} for the {@code k} largest pre-activations {@code h} of a row, zero for
 * all others: at most {@code k} features fire, fewer if fewer pre-activations are positive.
 *
 * <p>Which ones those are where values are equal or NaN: NaN ranks above every number and is then
 * dropped, as anything not positive; of equal values at the cut the CPU keeps the features that
 * come first.
 *
 * <p>SAELens, OpenAI and EleutherAI's sparsify agree: selection and ReLU commute, and each applies
 * both. Source: Makhzani and Frey, k-Sparse Autoencoders (2013); Gao et al., Scaling and evaluating
 * sparse autoencoders (2024), section 2.3.
 *
 * @param k how many features may fire; at least one
 */
public record TopK(int k) implements ActivationFunction {

  /**
   * Checks {@code k}.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("topk: k must be at least 1, got " + k);
    }
  }

  @Override
  public String name() {
    return "topk";
  }

  @Override
  public String architecture() {
    return "topk";
  }
}
