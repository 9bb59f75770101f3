package org.monosem.core.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The histogram of {@code log10(density)} of the features that fired. Bin {@code i} holds {@code
 * edge(i) <= log10(density) < edge(i + 1)}; the last bin holds density one as well.
 *
 * @param rows the rows behind the densities
 * @param dead the features that never fired; in no bin
 * @param lowest the lowest edge, the power of ten at or below {@code 1 / rows}, at most -1
 * @param binsPerDecade bins for each power of ten
 * @param counts the features in each bin, from the lowest to density one
 */
public record DensityHistogram(
    long rows, long dead, int lowest, int binsPerDecade, List<Long> counts) {

  /** Copies the list. */
  public DensityHistogram {
    counts = List.copyOf(counts);
  }

  static DensityHistogram of(FeatureDensity density, int binsPerDecade) {
    Widths.positive("binsPerDecade", binsPerDecade);
    int lowest = -Math.max(1, (int) Math.ceil(Math.log10((double) Math.max(1, density.rows()))));
    List<Long> counts = new ArrayList<>(Collections.nCopies(-lowest * binsPerDecade, 0L));
    long dead = 0;
    for (int feature = 0; feature < density.dSae(); feature++) {
      if (density.firings().get(feature) == 0) {
        dead++;
        continue;
      }
      double place = (Math.log10(density.density(feature)) - lowest) * binsPerDecade;
      int bin = Math.min(counts.size() - 1, Math.max(0, (int) Math.floor(place)));
      counts.set(bin, counts.get(bin) + 1);
    }
    return new DensityHistogram(density.rows(), dead, lowest, binsPerDecade, counts);
  }

  /** Returns the lower edge of a bin, as {@code log10(density)}. */
  public double edge(int bin) {
    return lowest + (double) bin / binsPerDecade;
  }

  /** Returns the histogram by name: the edges (one more than the counts), the counts, the dead. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("dead", dead)
        .put("log10Edges", IntStream.rangeClosed(0, counts.size()).mapToObj(this::edge).toList())
        .put("counts", counts)
        .toMap();
  }
}
