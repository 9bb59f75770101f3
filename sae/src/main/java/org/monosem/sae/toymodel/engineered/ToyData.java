package org.monosem.sae.toymodel.engineered;

import java.util.List;

/**
 * The artificial data: features that are rarely present, seen through a fixed random projection.
 *
 * <p>A feature is 0 but with probability {@code p_j}, and uniform in [0, 1) then. The projection
 * {@code P [features, dims]} is the left singular factor of a matrix of normal numbers, its rows
 * then divided by their norms; the model sees {@code x = v P}.
 *
 * @param features how many there are, {@code N}, at least {@code dims}
 * @param dims how wide the model's input is, {@code m}, at least 1
 * @param law how the features differ in frequency
 * @param density how often a feature is present on average, {@code epsilon}, in (0, 1]
 */
public record ToyData(int features, int dims, FrequencyLaw law, double density) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value out of range
   */
  public ToyData {
    Check.atLeastOne("dims", dims);
    if (features < dims) {
      throw new IllegalArgumentException(
          "features: expected at least dims=%d, got %d".formatted(dims, features));
    }
    law.probabilities(features, density);
  }

  /** Returns the features' probabilities. */
  public List<Double> probabilities() {
    return law.probabilities(features, density);
  }
}
