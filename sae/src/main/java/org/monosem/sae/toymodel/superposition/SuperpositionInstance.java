package org.monosem.sae.toymodel.superposition;

import java.util.List;
import org.monosem.core.polysemanticity.capacity.FeatureCapacity;
import org.monosem.core.polysemanticity.capacity.SemiOrthogonalBlocks;

/**
 * A trained model.
 *
 * @param probability that a feature is present
 * @param loss of the last batch: sum over features of {@code I_i (x_i - x'_i)^2}, mean over rows
 * @param norms {@code |W_i|}, one a feature
 * @param capacity of each feature
 * @param blocks the represented features, taken apart into those that share
 */
public record SuperpositionInstance(
    double probability,
    double loss,
    List<Double> norms,
    FeatureCapacity capacity,
    SemiOrthogonalBlocks blocks) {

  /** Copies the norms. */
  public SuperpositionInstance {
    norms = List.copyOf(norms);
  }

  /** Returns how many features have at least that norm. */
  public long represented(double norm) {
    return norms.stream().filter(own -> own >= norm).count();
  }

  /**
   * Returns how many features share dimensions: their capacity is neither within the margin of 0
   * nor within that of 1.
   */
  public int shared(double margin) {
    return capacity.atLeast(margin) - capacity.atLeast(1 - margin);
  }

  /**
   * Returns dimensions by represented feature, {@code hidden / sum over i of |W_i|^2}: infinite if
   * nothing is represented.
   */
  public double dimsPerFeature() {
    return capacity.dims() / norms.stream().mapToDouble(norm -> norm * norm).sum();
  }
}
