package org.monosem.sae.toymodel.collision;

/**
 * Networks that are trained together, and how.
 *
 * @param features {@code n}, at least 1
 * @param units the hidden ones, at least 1
 * @param instances how many networks, which differ in their start, at least 1
 * @param steps the updates, at least 1
 * @param learningRate of AdamW (betas 0.9 and 0.999, epsilon 1e-8), above 0
 * @param weightDecay decoupled, at least 0
 * @param penalty {@code l1}, the coefficient of {@code |W|_1}, at least 0
 */
public record CollisionSetting(
    int features,
    int units,
    int instances,
    long steps,
    double learningRate,
    double weightDecay,
    double penalty) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public CollisionSetting {
    Check.atLeastOne("features", features);
    Check.atLeastOne("units", units);
    Check.atLeastOne("instances", instances);
    Check.atLeastOne("steps", steps);
    Check.above("learningRate", learningRate);
    Check.notBelow("weightDecay", weightDecay);
    Check.notBelow("penalty", penalty);
  }

  /** Returns the published training: 7,500 steps, learning rate 1e-3, decay 0.01, l1 1e-3. */
  public static CollisionSetting published(int features, int units, int instances) {
    return new CollisionSetting(features, units, instances, 7_500, 1e-3, 0.01, 1e-3);
  }

  /** Returns about how many operations a step of all networks takes. */
  public double operations() {
    // Two products of [features, units] with as many rows again, and some passes over the entries.
    return (double) instances * features * units * (4.0 * features + 50);
  }

  /** Returns how many polysemantic units are predicted: {@code n^2 / (4 units)}. */
  public double predicted() {
    return (double) features * features / (4.0 * units);
  }
}
