package org.monosem.core.polysemanticity.embedding;

/**
 * When two examples of a unit mean the same, and how distances are averaged.
 *
 * @param threshold two examples are joined if the cosine of their embeddings is above it; in [-1,
 *     1)
 * @param average what the distances within and between meanings are means over
 */
public record MeaningOptions(double threshold, DistanceAverage average) {

  /**
   * Checks the threshold.
   *
   * @throws IllegalArgumentException if it is not in [-1, 1)
   */
  public MeaningOptions {
    if (!(threshold >= -1 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold: expected a number in [-1, 1), got " + threshold);
    }
  }

  /** Returns a threshold of 0.9, the middle of the sources' 0.85 to 0.95, and means over pairs. */
  public static MeaningOptions standard() {
    return new MeaningOptions(0.9, DistanceAverage.PAIRS);
  }

  /** Returns the same with another threshold. */
  public MeaningOptions withThreshold(double value) {
    return new MeaningOptions(value, average);
  }

  /** Returns the same with another average. */
  public MeaningOptions withAverage(DistanceAverage value) {
    return new MeaningOptions(threshold, value);
  }
}
