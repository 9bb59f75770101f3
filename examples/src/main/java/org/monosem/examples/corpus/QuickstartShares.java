package org.monosem.examples.corpus;

/**
 * How much of the quickstart's text is of which kind; only the ratios count.
 *
 * @param sources Java and other text of source jars
 * @param languages dates, places and money in many languages
 * @param characterNames names of Unicode characters
 * @param legal licences of the JDK
 * @param dna generated DNA
 * @param base64 generated base64
 * @param hex generated hashes, dumps and UUIDs
 */
public record QuickstartShares(
    double sources,
    double languages,
    double characterNames,
    double legal,
    double dna,
    double base64,
    double hex) {

  /** Checks that no share is negative and that one is positive. */
  public QuickstartShares {
    for (double share :
        new double[] {sources, languages, characterNames, legal, dna, base64, hex}) {
      if (!(share >= 0) || Double.isInfinite(share)) {
        throw new IllegalArgumentException(
            "share of a kind of text: expected 0 or more, got " + share);
      }
    }
    if (sources + languages + characterNames + legal + dna + base64 + hex == 0) {
      throw new IllegalArgumentException("shares: expected at least one above 0, got none");
    }
  }

  /** Returns the usual shares: half of the text from source jars, a quarter in many scripts. */
  public static QuickstartShares standard() {
    return new QuickstartShares(0.50, 0.24, 0.04, 0.02, 0.08, 0.06, 0.06);
  }

  double total() {
    return sources + languages + characterNames + legal + dna + base64 + hex;
  }
}
