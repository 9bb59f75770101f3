package org.monosem.examples.polysemanticity;

import java.util.Arrays;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.core.random.Seed;

/**
 * How neurons and features are compared.
 *
 * @param leastFired units active on fewer tokens have no capacity or scale worth the name and are
 *     left out of both; at least 1
 * @param examined the most neurons, and the most features, whose examples are kept and compared;
 *     where there are more, the seed chooses
 * @param examples which examples are kept
 * @param meanings which of them mean the same
 * @param seed decides the choice of units
 */
public record ComparisonOptions(
    int leastFired, int examined, ExampleOptions examples, MeaningOptions meanings, Seed seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one below 1
   */
  public ComparisonOptions {
    if (leastFired < 1) {
      throw new IllegalArgumentException("leastFired: expected at least 1, got " + leastFired);
    }
    if (examined < 1) {
      throw new IllegalArgumentException("examined: expected at least 1, got " + examined);
    }
  }

  /** Returns 512 units with the sources' examples and meanings, 50 of each, fired 10 times. */
  public static ComparisonOptions standard(Seed seed) {
    return new ComparisonOptions(
        10, 512, ExampleOptions.published().withPerUnit(50), MeaningOptions.standard(), seed);
  }

  /** Returns the same with another number of tokens that a unit has to be active on. */
  public ComparisonOptions withLeastFired(int value) {
    return new ComparisonOptions(value, examined, examples, meanings, seed);
  }

  /** Returns the same with another number of units examined. */
  public ComparisonOptions withExamined(int value) {
    return new ComparisonOptions(leastFired, value, examples, meanings, seed);
  }

  /** Returns the same with other rules for examples. */
  public ComparisonOptions withExamples(ExampleOptions value) {
    return new ComparisonOptions(leastFired, examined, value, meanings, seed);
  }

  /** Returns the same with other rules for meanings. */
  public ComparisonOptions withMeanings(MeaningOptions value) {
    return new ComparisonOptions(leastFired, examined, examples, value, seed);
  }

  int[] chosen(int units) {
    int[] order = seed.named("examined").at(units).permutation(units);
    return Arrays.stream(order).limit(examined).sorted().toArray();
  }
}
