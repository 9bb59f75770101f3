package org.monosem.core.polysemanticity.ratedistortion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much rate a dictionary would save with latents for pairs of its features that fire together:
 * the tax that it pays for keeping them apart. Made by {@link CoFiringCounter}.
 *
 * @param rows of the activations
 * @param rate active features in a row (L0), mean over rows
 * @param pairsPerRow pairs of features that fire together, {@code k (k - 1) / 2} of {@code k}
 *     active ones, mean over rows
 * @param mostSaved {@code floor(k / 2)}, mean over rows: no set of latents for pairs saves more
 * @param together the pairs that fire together most often, at most as many as were asked for; most
 *     frequent first, ties by their numbers
 * @param merged of all pairs that fire together, the most frequent one, then the most frequent
 *     without features of the first, and so on, at most as many as were asked for
 */
public record CoFiring(
    long rows,
    double rate,
    double pairsPerRow,
    double mostSaved,
    List<Pair> together,
    List<Pair> merged) {

  /**
   * Two features that fire together.
   *
   * @param feature the one of the smaller number
   * @param other the one of the larger number
   * @param both the share of rows in which both fire: what a latent for both would save
   * @param expected the share that it would be if they fired independently of each other
   */
  public record Pair(int feature, int other, double both, double expected) {
    /** Returns the figures by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("features", List.of(feature, other));
      fields.put("both", both);
      fields.put("expected", expected);
      return fields;
    }
  }

  /** Copies the lists. */
  public CoFiring {
    together = List.copyOf(together);
    merged = List.copyOf(merged);
  }

  /**
   * Returns the rate that latents for the {@link #merged} pairs save: the sum of their shares, for
   * no two of them share a feature.
   */
  public double tax() {
    return merged.stream().mapToDouble(Pair::both).sum();
  }

  /** Returns the figures by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rows", rows);
    fields.put("rate", rate);
    fields.put("pairsPerRow", pairsPerRow);
    fields.put("mostSaved", mostSaved);
    fields.put("tax", tax());
    fields.put("together", together.stream().map(Pair::toMap).toList());
    fields.put("merged", merged.stream().map(Pair::toMap).toList());
    return fields;
  }
}
