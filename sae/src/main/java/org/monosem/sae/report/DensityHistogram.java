package org.monosem.sae.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.monosem.sae.feature.EvidenceTable;

/**
 * How many features fire how often: counts over bins of log10 density, dead features apart.
 *
 * @param firstLog10 the lower edge of the first bin
 * @param binWidth the width of a bin in units of log10 density
 * @param counts features in each bin
 * @param dead features that never fired
 */
public record DensityHistogram(double firstLog10, double binWidth, List<Integer> counts, int dead) {
  private static final int BINS_PER_DECADE = 4;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the width is not positive
   */
  public DensityHistogram {
    counts = List.copyOf(counts);
    if (!(binWidth > 0)) {
      throw new IllegalArgumentException(
          "density histogram: binWidth must be positive, got " + binWidth);
    }
  }

  /**
   * Returns the histogram of a survey: four bins a decade, from the decade of the smallest density
   * that one token can show up to 1.
   */
  public static DensityHistogram of(EvidenceTable table) {
    double least = Math.floor(-Math.log10((double) Math.max(10, table.tokens().total())));
    int bins = (int) Math.round(-least) * BINS_PER_DECADE;
    List<Integer> counts = new ArrayList<>(Collections.nCopies(bins, 0));
    table
        .features()
        .forEach(
            e -> {
              int bin = (int) ((Math.log10(e.density()) - least) * BINS_PER_DECADE);
              int at = Math.min(bin, bins - 1);
              counts.set(at, counts.get(at) + 1);
            });
    return new DensityHistogram(least, 1.0 / BINS_PER_DECADE, counts, table.dead());
  }
}
