package org.monosem.core.polysemanticity.embedding;

/**
 * What distances within and between meanings are means over; the source does not say which of them
 * it means.
 */
public enum DistanceAverage {
  /**
   * All pairs of examples of one meaning, and all pairs of different meanings: a meaning with many
   * examples counts more.
   */
  PAIRS,
  /**
   * Meanings, each with the mean over its pairs of examples (a single example: 0); and pairs of
   * meanings, each with the mean over the pairs of an example of one and an example of the other.
   */
  MEANINGS
}
