package org.monosem.sae.feature;

/**
 * Which features may count as clear.
 *
 * @param minimumContexts a feature with fewer top contexts is left out: too little was seen of it
 * @param minimumDensity a feature that fires on a smaller share of tokens is left out
 * @param maximumDensity a feature that fires on a larger share of tokens is left out
 * @param limit how many features are named at most
 */
public record ClearestOptions(
    int minimumContexts, double minimumDensity, double maximumDensity, int limit) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive or the densities are not in order
   */
  public ClearestOptions {
    if (minimumContexts < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "clearest features: minimumContexts and limit must be at least 1, got %d and %d"
              .formatted(minimumContexts, limit));
    }
    if (!(minimumDensity >= 0 && minimumDensity < maximumDensity)) {
      throw new IllegalArgumentException(
          "clearest features: expected 0 <= minimumDensity < maximumDensity, got %s and %s"
              .formatted(minimumDensity, maximumDensity));
    }
  }

  /**
   * Returns at least 8 contexts, a density of 1e-6 (below is ultralow) to 0.05, and 200 features.
   */
  public static ClearestOptions standard() {
    return new ClearestOptions(8, 1e-6, 0.05, 200);
  }
}
