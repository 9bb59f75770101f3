package org.monosem.core.metric;

import java.util.Map;

/**
 * What is left of a language model when a dictionary's reconstruction stands in for activations:
 * mean losses per token of up to five runs over the same tokens, and what follows from them.
 *
 * <p>{@code recovered = (ablated - spliced) / (ablated - clean)}: 1 if the splice costs nothing, 0
 * if it is no better than the ablation, negative if worse. The means are over all tokens, so the
 * fraction is a ratio of sums, never a mean of ratios of batches. A fraction is not finite if
 * ablation costs nothing, and NaN without tokens. The losses may also be divergences from the clean
 * run, with zeros for the clean arm: then it is {@code (KL_ablated - KL_spliced) / KL_ablated}.
 *
 * @param tokens the predictions behind the means
 * @param clean loss of the model as it is, nats per token
 * @param spliced loss with the reconstruction in place
 * @param zeroAblated loss with zeros in place
 * @param meanAblated loss with the mean activation vector in place
 * @param resampleAblated loss with the activations of other positions in place; NaN if not measured
 */
public record LossRecovered(
    long tokens,
    double clean,
    double spliced,
    double zeroAblated,
    double meanAblated,
    double resampleAblated) {

  /** Holds four runs, without resample ablation. */
  public LossRecovered(
      long tokens, double clean, double spliced, double zeroAblated, double meanAblated) {
    this(tokens, clean, spliced, zeroAblated, meanAblated, Double.NaN);
  }

  /** Returns the fraction recovered against zero ablation, as in the 2023 paper. */
  public double againstZero() {
    return (zeroAblated - spliced) / (zeroAblated - clean);
  }

  /** Returns the fraction recovered against mean ablation, the stricter measure. */
  public double againstMean() {
    return (meanAblated - spliced) / (meanAblated - clean);
  }

  /**
   * Returns the fraction recovered against resample ablation, which keeps the distribution of the
   * activations and takes away only which of them stands where; NaN if not measured.
   */
  public double againstResample() {
    return (resampleAblated - spliced) / (resampleAblated - clean);
  }

  /** Returns what the splice costs, {@code spliced - clean}, nats per token. */
  public double delta() {
    return spliced - clean;
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("tokens", tokens)
        .put("clean", clean)
        .put("spliced", spliced)
        .put("zeroAblated", zeroAblated)
        .put("meanAblated", meanAblated)
        .put("resampleAblated", resampleAblated)
        .put("delta", delta())
        .put("recoveredAgainstZero", againstZero())
        .put("recoveredAgainstMean", againstMean())
        .put("recoveredAgainstResample", againstResample())
        .toMap();
  }
}
