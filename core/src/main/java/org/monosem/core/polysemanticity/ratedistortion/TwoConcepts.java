package org.monosem.core.polysemanticity.ratedistortion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The smallest instance of the trade: two concepts that at times occur together.
 *
 * @param onlyA the probability that A alone is present
 * @param onlyB the probability that B alone is present
 * @param both the probability that both are; the rest is nothing
 */
public record TwoConcepts(double onlyA, double onlyB, double both) {
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the probabilities.
   *
   * @throws IllegalArgumentException if one is not in [0, 1], or their sum is above 1
   */
  public TwoConcepts {
    Probability.check("onlyA", onlyA);
    Probability.check("onlyB", onlyB);
    Probability.check("both", both);
    if (onlyA + onlyB + both > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "probabilities: expected a sum of at most 1, got " + (onlyA + onlyB + both));
    }
  }

  /** Returns the rate of a latent for each concept: {@code onlyA + onlyB + 2 both}. */
  public double monosemanticRate() {
    return onlyA + onlyB + 2 * both;
  }

  /** Returns the rate with a third latent for both at once: {@code onlyA + onlyB + both}. */
  public double jointRate() {
    return onlyA + onlyB + both;
  }

  /** Returns what monosemanticity costs, {@code both}: the difference of the rates. */
  public double tax() {
    return both;
  }

  /** Returns the same instance in the general form: concept 0 is A, concept 1 is B. */
  public ConceptDistribution distribution() {
    return new ConceptDistribution(
        List.of(
            new ConceptDistribution.Occurrence(Set.of(0), onlyA),
            new ConceptDistribution.Occurrence(Set.of(1), onlyB),
            new ConceptDistribution.Occurrence(Set.of(0, 1), both)));
  }

  /** Returns the figures by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("onlyA", onlyA);
    fields.put("onlyB", onlyB);
    fields.put("both", both);
    fields.put("monosemanticRate", monosemanticRate());
    fields.put("jointRate", jointRate());
    fields.put("tax", tax());
    return fields;
  }
}
