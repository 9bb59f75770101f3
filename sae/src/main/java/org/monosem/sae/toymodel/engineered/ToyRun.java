package org.monosem.sae.toymodel.engineered;

import org.monosem.core.random.Seed;

/**
 * What one run of a training has of its own. Two runs of one seed begin with the same weights,
 * apart from the biases' start, and see the same data.
 *
 * @param initialBias added to every bias at the start
 * @param biasDecay how fast biases fall towards 0: in the first half of the training {@code b <- b
 *     (1 - biasDecay * learningRate)} after each update; at least 0
 * @param learningRate the peak of the schedule, above 0
 * @param seed decides the projection, the weights at the start and the data
 */
public record ToyRun(double initialBias, double biasDecay, double learningRate, Seed seed) {
  /** What the published runs have of {@code biasDecay * learningRate * steps / 2}. */
  private static final double PUBLISHED_DECAY = 0.03 * 0.003 * (1 << 16);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value out of range
   */
  public ToyRun {
    Check.finite("initialBias", initialBias);
    Check.notNegative("biasDecay", biasDecay);
    Check.positive("learningRate", learningRate);
    if (biasDecay * learningRate > 1) {
      throw new IllegalArgumentException(
          "biasDecay: expected at most 1 / learningRate=%s, got %s"
              .formatted(1 / learningRate, biasDecay));
    }
  }

  /** Returns a run as networks are started usually: nothing added to the biases, no decay. */
  public static ToyRun usual(double learningRate, Seed seed) {
    return new ToyRun(0, 0, learningRate, seed);
  }

  /**
   * Returns a run that is engineered to be monosemantic: biases start lower by 1, and decay as in
   * the paper's runs of rate 0.003 and 2^17 steps.
   *
   * @param learningRate the peak of the schedule
   * @param steps how long it is trained; see {@link #decayFor}
   * @param seed decides the rest
   */
  public static ToyRun engineered(double learningRate, long steps, Seed seed) {
    return new ToyRun(-1, decayFor(learningRate, steps), learningRate, seed);
  }

  /**
   * Returns the bias decay with the effect of the published one in a training of another length.
   * Biases that nothing else moves are multiplied by {@code exp(-biasDecay * learningRate * steps /
   * 2)}, so this product is kept: 5.9, of 0.03, 0.003 and 2^17. Below 12 steps it is 1 /
   * learningRate, the most there is.
   */
  public static double decayFor(double learningRate, long steps) {
    return Math.min(1 / learningRate, PUBLISHED_DECAY / (learningRate * steps / 2.0));
  }
}
