package org.monosem.sae.feature;

/**
 * How much evidence is kept of each feature.
 *
 * @param topContexts how many of the strongest places, at least 1
 * @param tokensBefore tokens shown before each place, not negative
 * @param tokensAfter tokens shown after each place, not negative
 * @param intervals how many levels of activation examples are drawn from, 1 to 8
 * @param examplesPerInterval how many examples of each level, at least 1
 */
public record EvidenceOptions(
    int topContexts, int tokensBefore, int tokensAfter, int intervals, int examplesPerInterval) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public EvidenceOptions {
    check("topContexts", topContexts, 1, Integer.MAX_VALUE);
    check("tokensBefore", tokensBefore, 0, Integer.MAX_VALUE);
    check("tokensAfter", tokensAfter, 0, Integer.MAX_VALUE);
    check("intervals", intervals, 1, ExampleSample.MAX_INTERVALS);
    check("examplesPerInterval", examplesPerInterval, 1, Integer.MAX_VALUE);
  }

  /** Returns 20 top contexts of 12 tokens before and 6 after, and 3 examples at 5 levels. */
  public static EvidenceOptions standard() {
    return new EvidenceOptions(20, 12, 6, 5, 3);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "evidence options: %s must be between %d and %d, got %d"
              .formatted(name, least, most, value));
    }
  }
}
