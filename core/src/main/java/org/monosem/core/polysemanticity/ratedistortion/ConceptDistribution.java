package org.monosem.core.polysemanticity.ratedistortion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which concepts occur together, and how often; what is missing from 1 is nothing at all.
 *
 * @param occurrences the sets of concepts that occur, with their probabilities
 */
public record ConceptDistribution(List<Occurrence> occurrences) {
  private static final double ROUNDING = 1e-9;
  private static final int MOST_INDEPENDENT = 20;

  /**
   * A set of concepts that are present at once, and no others.
   *
   * @param concepts their numbers, from 0
   * @param probability in [0, 1]
   */
  public record Occurrence(Set<Integer> concepts, double probability) {
    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if a number is negative or the probability is not one
     */
    public Occurrence {
      Probability.check("probability of " + new TreeSet<>(concepts), probability);
      concepts = Set.copyOf(concepts);
      for (int concept : concepts) {
        if (concept < 0) {
          throw new IllegalArgumentException("concept: expected at least 0, got " + concept);
        }
      }
    }
  }

  /**
   * Copies the occurrences.
   *
   * @throws IllegalArgumentException if their probabilities sum to more than 1, or a set is there
   *     twice
   */
  public ConceptDistribution {
    occurrences = List.copyOf(occurrences);
    double sum = occurrences.stream().mapToDouble(Occurrence::probability).sum();
    if (sum > 1 + ROUNDING) {
      throw new IllegalArgumentException("probabilities: expected a sum of at most 1, got " + sum);
    }
    if (occurrences.stream().map(Occurrence::concepts).distinct().count() < occurrences.size()) {
      throw new IllegalArgumentException("occurrences: a set of concepts is there twice");
    }
  }

  /**
   * Returns concepts that occur independently of each other.
   *
   * @param probabilities of each concept, at most 20
   * @throws IllegalArgumentException if one is not in [0, 1], or there are more
   */
  public static ConceptDistribution independent(double... probabilities) {
    if (probabilities.length > MOST_INDEPENDENT) {
      throw new IllegalArgumentException(
          "probabilities: expected at most 20, got " + probabilities.length);
    }
    List<Occurrence> occurrences = new ArrayList<>();
    for (int set = 1; set < 1 << probabilities.length; set++) {
      double probability = 1;
      Set<Integer> concepts = new TreeSet<>();
      for (int i = 0; i < probabilities.length; i++) {
        Probability.check("probability of concept " + i, probabilities[i]);
        boolean present = (set >> i & 1) == 1;
        probability *= present ? probabilities[i] : 1 - probabilities[i];
        if (present) {
          concepts.add(i);
        }
      }
      occurrences.add(new Occurrence(concepts, probability));
    }
    return new ConceptDistribution(occurrences);
  }

  /** Returns the mean number of concepts present: the rate of a latent for each. */
  public double monosemanticRate() {
    return occurrences.stream().mapToDouble(o -> o.probability() * o.concepts().size()).sum();
  }
}
