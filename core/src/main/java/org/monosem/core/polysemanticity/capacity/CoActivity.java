package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import org.monosem.core.FeatureActivations;

/** What is remembered of rows, so that the products of all pairs of units can be had in the end. */
interface CoActivity extends AutoCloseable {
  /** Takes rows {@code [rows, units]}, floats or doubles. */
  void add(NDArray activations);

  /** Takes sparse rows of as many features as there are units. */
  void add(FeatureActivations features);

  /** Returns how many more activations that are not zero there is room for. */
  long room();

  /** Takes what another of the same kind and number of units has. */
  void addAll(CoActivity other);

  /**
   * Returns {@code (a_i . a_i)^2 / sum_j (a_i . a_j)^2} for each unit; 0 if it was never active.
   */
  double[] capacities(boolean directions);

  @Override
  void close();
}
