package org.monosem.sae.toymodel.engineered;

import java.util.List;
import java.util.stream.IntStream;

/** How often each feature is present. */
public enum FrequencyLaw {
  /** All alike: {@code p_j = density}. */
  UNIFORM(0),
  /**
   * The first most often: {@code p_j} proportional to {@code j^-1.1}, scaled so that the sum over
   * features is {@code features * density}, and clipped at 1 afterwards (the sum is smaller then).
   */
  POWER_LAW(-1.1);

  private final double exponent;

  FrequencyLaw(double exponent) {
    this.exponent = exponent;
  }

  /**
   * Returns {@code p_j}, one a feature.
   *
   * @param features at least 1
   * @param density how often a feature is present, on average, in (0, 1]
   * @throws IllegalArgumentException naming the value out of range
   */
  public List<Double> probabilities(int features, double density) {
    Check.atLeastOne("features", features);
    if (!(density > 0 && density <= 1)) {
      throw new IllegalArgumentException("density: expected a number in (0, 1], got " + density);
    }
    double sum = IntStream.rangeClosed(1, features).mapToDouble(this::weight).sum();
    return IntStream.rangeClosed(1, features)
        .mapToDouble(rank -> Math.min(1, weight(rank) * features * density / sum))
        .boxed()
        .toList();
  }

  private double weight(int rank) {
    return Math.pow(rank, exponent);
  }
}
