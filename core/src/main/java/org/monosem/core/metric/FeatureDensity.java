package org.monosem.core.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each feature is active: {@code density = firings / rows}.
 *
 * <p>With N rows no density below {@code 1/N} can be seen: a feature that never fired may have any
 * density up to about {@code 3/N} (95 % confidence). So every count of dead or rare features is a
 * statement about N rows; {@link DeadFeatures} carries N with it.
 *
 * @param rows the rows behind the counts, N
 * @param firings how many rows each feature is active in, {@code [dSae]}
 */
public record FeatureDensity(long rows, List<Long> firings) {

  /** The ultralow threshold of "Towards Monosemanticity" (Bricken et al. 2023). */
  public static final double ULTRALOW = 1e-6;

  /** Copies the list. */
  public FeatureDensity {
    firings = List.copyOf(firings);
  }

  /** Returns the number of features. */
  public int dSae() {
    return firings.size();
  }

  /** Returns the share of rows in which a feature is active; NaN without rows. */
  public double density(int feature) {
    return (double) firings.get(feature) / rows;
  }

  /** Returns the features that were active in no row, ascending. */
  public List<Integer> dead() {
    return IntStream.range(0, dSae()).filter(i -> firings.get(i) == 0).boxed().toList();
  }

  /**
   * Counts the features that never or rarely fire.
   *
   * @param threshold a feature that fired is ultralow if its density is below this; see {@link
   *     #ULTRALOW}
   * @throws IllegalArgumentException unless {@code 0 < threshold <= 1}
   */
  public DeadFeatures deadFeatures(double threshold) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold: expected a density in (0, 1], got " + threshold);
    }
    long dead = firings.stream().filter(count -> count == 0).count();
    long below = firings.stream().filter(count -> count < threshold * rows).count();
    return new DeadFeatures(rows, dSae(), dead, Math.max(0, below - dead), threshold);
  }

  /** Returns how the firings are spread over the features. */
  public FeatureFrequencies frequencies() {
    return FeatureFrequencies.of(this);
  }

  /**
   * Returns the histogram of {@code log10(density)} of the features that fired.
   *
   * @param binsPerDecade bins for each power of ten, at least one
   * @throws IllegalArgumentException if {@code binsPerDecade} is less than one
   */
  public DensityHistogram histogram(int binsPerDecade) {
    return DensityHistogram.of(this, binsPerDecade);
  }
}
