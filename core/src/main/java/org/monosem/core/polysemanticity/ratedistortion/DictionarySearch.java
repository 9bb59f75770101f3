package org.monosem.core.polysemanticity.ratedistortion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.util.Combinations;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * The dictionary that says all that occurs at the smallest rate, found by trying all of a size.
 *
 * @param dictionary the best one; of equals the one with the fewest concepts in its latents
 * @param rate its smallest rate without distortion
 * @param monosemanticRate the rate of a latent for each concept
 */
public record DictionarySearch(LatentDictionary dictionary, double rate, double monosemanticRate) {
  /** The most dictionaries that are tried. */
  public static final long MOST_DICTIONARIES = 100_000;

  private static final int MOST_CONCEPTS = 10;
  private static final double ROUNDING = 1e-12;

  /**
   * Tries every choice of latents among all sets of concepts.
   *
   * @param latents how many there are, at least 1
   * @throws IllegalArgumentException if there are more than {@value #MOST_DICTIONARIES} choices, or
   *     none of them says without distortion all that occurs
   */
  public static DictionarySearch best(
      ConceptDirections directions, ConceptDistribution distribution, int latents) {
    List<Set<Integer>> candidates = candidates(directions.concepts());
    checkSize(candidates.size(), latents);
    List<Set<Integer>> best = List.of();
    double bestRate = Double.POSITIVE_INFINITY;
    for (int[] choice : new Combinations(candidates.size(), latents)) {
      List<Set<Integer>> chosen = new ArrayList<>();
      for (int candidate : choice) {
        chosen.add(candidates.get(candidate));
      }
      ConceptDecoder decoder = ConceptDecoder.of(directions, new LatentDictionary(chosen));
      OptionalDouble rate = new MinimalCodes(decoder).rateAtZeroDistortion(distribution);
      if (rate.isPresent() && better(rate.getAsDouble(), chosen, bestRate, best)) {
        best = chosen;
        bestRate = rate.getAsDouble();
      }
    }
    if (best.isEmpty()) {
      throw new IllegalArgumentException(
          "latents: no " + latents + " sets of concepts say without distortion all that occurs");
    }
    return new DictionarySearch(
        new LatentDictionary(best), bestRate, distribution.monosemanticRate());
  }

  /** Returns what a latent for each concept costs more than the best: {@code >= 0} if allowed. */
  public double tax() {
    return monosemanticRate - rate;
  }

  /** Returns the figures by name; latents as sorted lists of concepts. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        "latents",
        dictionary.latents().stream().map(set -> List.copyOf(new TreeSet<>(set))).toList());
    fields.put("conceptsPerLatent", dictionary.conceptsPerLatent());
    fields.put("rate", rate);
    fields.put("monosemanticRate", monosemanticRate);
    fields.put("tax", tax());
    return fields;
  }

  private static boolean better(
      double rate, List<Set<Integer>> chosen, double bestRate, List<Set<Integer>> best) {
    if (Math.abs(rate - bestRate) <= ROUNDING) {
      return concepts(chosen) < concepts(best);
    }
    return rate < bestRate;
  }

  private static int concepts(List<Set<Integer>> latents) {
    return latents.stream().mapToInt(Set::size).sum();
  }

  private static List<Set<Integer>> candidates(int concepts) {
    if (concepts > MOST_CONCEPTS) {
      throw new IllegalArgumentException("concepts: expected at most 10, got " + concepts);
    }
    List<Set<Integer>> candidates = new ArrayList<>();
    for (int set = 1; set < 1 << concepts; set++) {
      Set<Integer> members = new TreeSet<>();
      for (int concept = 0; concept < concepts; concept++) {
        if ((set >> concept & 1) == 1) {
          members.add(concept);
        }
      }
      candidates.add(members);
    }
    return candidates;
  }

  private static void checkSize(int candidates, int latents) {
    if (latents < 1 || latents > Math.min(candidates, MinimalCodes.MOST_LATENTS)) {
      throw new IllegalArgumentException(
          "latents: expected 1 to %d, got %d"
              .formatted(Math.min(candidates, MinimalCodes.MOST_LATENTS), latents));
    }
    double choices = CombinatoricsUtils.binomialCoefficientDouble(candidates, latents);
    if (choices > MOST_DICTIONARIES) {
      throw new IllegalArgumentException(
          "latents: %d of %d sets make %.0f dictionaries, expected at most %d"
              .formatted(latents, candidates, choices, MOST_DICTIONARIES));
    }
  }
}
