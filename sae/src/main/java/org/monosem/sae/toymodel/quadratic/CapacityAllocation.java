package org.monosem.sae.toymodel.quadratic;

import java.util.List;

/**
 * What each feature of a model gets.
 *
 * @param capacities {@code C_i} in [0, 1], one a feature; their sum is at most the dimensions
 * @param loss the loss there
 */
public record CapacityAllocation(List<Double> capacities, double loss) {

  /** Copies the capacities. */
  public CapacityAllocation {
    capacities = List.copyOf(capacities);
  }

  /** Returns the sum of the capacities. */
  public double total() {
    return capacities.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Returns the phase of each feature. */
  public List<Phase> phases() {
    return capacities.stream().map(Phase::of).toList();
  }

  /**
   * Returns the largest difference between the capacities of two allocations.
   *
   * @throws IllegalArgumentException if they are of different numbers of features
   */
  public double maxDifference(CapacityAllocation other) {
    if (other.capacities.size() != capacities.size()) {
      throw new IllegalArgumentException(
          "other: expected %d features, got %d"
              .formatted(capacities.size(), other.capacities.size()));
    }
    double largest = 0;
    for (int i = 0; i < capacities.size(); i++) {
      largest = Math.max(largest, Math.abs(capacities.get(i) - other.capacities.get(i)));
    }
    return largest;
  }
}
