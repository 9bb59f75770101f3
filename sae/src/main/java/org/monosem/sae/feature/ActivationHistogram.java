package org.monosem.sae.feature;

import java.util.List;

/**
 * How often a feature fired how strongly: counts over equal bins from zero to its maximum.
 *
 * <p>Bin {@code i} counts activations {@code a} with {@code i * binWidth <= a < (i + 1) *
 * binWidth}; tokens on which the feature did not fire are not counted. The bin width is a power of
 * two, so that bins gathered over different ranges can be merged exactly.
 *
 * @param binWidth the width of a bin, in units of activation
 * @param counts tokens in each bin; the last bin holds the maximum
 */
public record ActivationHistogram(double binWidth, List<Long> counts) {

  /** Copies the counts. */
  public ActivationHistogram {
    counts = List.copyOf(counts);
  }

  /** Returns the tokens counted, summed over bins. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
