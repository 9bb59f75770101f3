package org.monosem.core.polysemanticity.virtualneuron;

import org.monosem.core.random.Seed;

/**
 * How attributions are clustered.
 *
 * @param clusters the number of virtual neurons, at least 1; the source's are 2 to 5
 * @param starts how many times k-means starts anew, the best being kept; at least 1
 * @param iterations the most iterations of one start, at least 1
 * @param seed decides the starts
 */
public record VirtualNeuronOptions(int clusters, int starts, int iterations, Seed seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public VirtualNeuronOptions {
    atLeastOne("clusters", clusters);
    atLeastOne("starts", starts);
    atLeastOne("iterations", iterations);
  }

  /** Returns the source's for a number of clusters: 10 starts, seed 0; at most 300 iterations. */
  public static VirtualNeuronOptions published(int clusters) {
    return new VirtualNeuronOptions(clusters, 10, 300, Seed.of(0));
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
