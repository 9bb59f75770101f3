package org.monosem.core.polysemanticity.embedding;

/**
 * Which examples of a unit are kept.
 *
 * @param perUnit the most that are kept, the strongest; at least 1
 * @param fraction an example's activation exceeds this share of the unit's maximum; in [0, 1)
 * @param onePerDocument whether only the strongest row of a document counts, as in the source,
 *     where an example is a text
 */
public record ExampleOptions(int perUnit, double fraction, boolean onePerDocument) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ExampleOptions {
    if (perUnit < 1) {
      throw new IllegalArgumentException("perUnit: expected at least 1, got " + perUnit);
    }
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction: expected a number in [0, 1), got " + fraction);
    }
  }

  /** Returns the source's: 100 examples above 0.75 of the maximum, one a document. */
  public static ExampleOptions published() {
    return new ExampleOptions(100, 0.75, true);
  }

  /** Returns the same with another number of examples. */
  public ExampleOptions withPerUnit(int value) {
    return new ExampleOptions(value, fraction, onePerDocument);
  }

  /** Returns the same with another share of the maximum. */
  public ExampleOptions withFraction(double value) {
    return new ExampleOptions(perUnit, value, onePerDocument);
  }

  /** Returns the same with one or several rows of a document. */
  public ExampleOptions withOnePerDocument(boolean value) {
    return new ExampleOptions(perUnit, fraction, value);
  }

  /**
   * Returns how many bytes of inputs a collector keeps at most: 800 MB for 4096 units of width 512
   * and 100 examples each. Where that is too much, choose units and read the stream once for each
   * choice.
   */
  public long inputBytes(long units, int dIn) {
    return Math.multiplyExact(Math.multiplyExact(units, perUnit), 4L * dIn);
  }
}
