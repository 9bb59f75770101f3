package org.monosem.core.metric;

import java.util.Map;

/**
 * The loss recovered as other projects average it, for comparison with their figures only; {@link
 * LossRecovered} is the one to report.
 *
 * @param tokens the predictions behind the figures
 * @param batches the batches behind the figures
 * @param meanOfBatchRatios {@code (zero - spliced) / (zero - clean)} of each batch's mean losses,
 *     mean over batches (dictionary_learning {@code frac_recovered}); not finite if ablation costs
 *     nothing in a batch
 */
public record PeerLossRecovered(long tokens, long batches, double meanOfBatchRatios) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("tokens", tokens)
        .put("batches", batches)
        .put("meanOfBatchRatios", meanOfBatchRatios)
        .toMap();
  }
}
