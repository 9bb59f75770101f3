package org.monosem.sae.toymodel.collision;

import java.util.List;

/**
 * Networks trained under noise on their hidden units, without an L1 term, by plain gradient
 * descent.
 *
 * @param features {@code n}, at least 1
 * @param units the hidden ones, at least 1
 * @param deviations {@code sigma} of the noise, above 0, at least one; each as {@code +-sigma} and
 *     as normal noise
 * @param starts how many networks of each kind and deviation, at least 1
 * @param steps the updates, at least 1
 * @param learningRate above 0
 */
public record NoiseSetting(
    int features, int units, List<Double> deviations, int starts, long steps, double learningRate) {

  /**
   * Copies the deviations.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public NoiseSetting {
    deviations = List.copyOf(deviations);
    Check.atLeastOne("features", features);
    Check.atLeastOne("units", units);
    Check.atLeastOne("deviations", deviations.size());
    deviations.forEach(sigma -> Check.above("deviations", sigma));
    Check.atLeastOne("starts", starts);
    Check.atLeastOne("steps", steps);
    Check.above("learningRate", learningRate);
  }

  /** Returns the published one: n = 8, 16 units, sigma 0.07, 0.1, 0.15, 1e5 steps of 0.02. */
  public static NoiseSetting published(int starts) {
    return new NoiseSetting(8, 16, List.of(0.07, 0.1, 0.15), starts, 100_000, 0.02);
  }
}
