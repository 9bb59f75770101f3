package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns one feature's direct logits over the vocabulary into its logit weights. Stateless. */
final class LogitRow {
  private final int[] listed;
  private final int tokensEachWay;

  /**
   * @param listed the token ids that may be listed, ascending
   * @param tokensEachWay how many to list at each end
   */
  LogitRow(int[] listed, int tokensEachWay) {
    this.listed = listed;
    this.tokensEachWay = Math.min(tokensEachWay, listed.length);
  }

  LogitWeights weights(float[] logits, List<ContextExample> topContexts) {
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    double median = median(sorted);
    long[] order = new long[listed.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = sortable(logits[listed[i]]) << 32 | i;
    }
    Arrays.sort(order);
    List<TokenWeight> promoted = new ArrayList<>();
    List<TokenWeight> suppressed = new ArrayList<>();
    for (int i = 0; i < tokensEachWay; i++) {
      promoted.add(weight(order[order.length - 1 - i], logits, median));
      suppressed.add(weight(order[i], logits, median));
    }
    return new LogitWeights(promoted, suppressed, meanQuantile(sorted, logits, topContexts));
  }

  private TokenWeight weight(long entry, float[] logits, double median) {
    int token = listed[(int) entry];
    return new TokenWeight(token, logits[token] - median);
  }

  private static double meanQuantile(
      float[] sorted, float[] logits, List<ContextExample> topContexts) {
    List<Integer> next = LogitTracer.nextTokens(topContexts);
    return next.stream().mapToDouble(t -> quantile(sorted, logits[t])).average().orElse(Double.NaN);
  }

  /** The share of values below {@code value}, equals counted half. */
  private static double quantile(float[] sorted, float value) {
    return (firstAtLeast(sorted, value) + firstAtLeast(sorted, Math.nextUp(value)))
        / (2.0 * sorted.length);
  }

  private static int firstAtLeast(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double median(float[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : ((double) sorted[half - 1] + sorted[half]) / 2;
  }

  /** Returns bits that order as the floats do. */
  private static long sortable(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? bits ^ 0x7fffffff : bits;
  }
}
