package org.monosem.core.metric;

import org.monosem.core.FeatureActivations;

/**
 * A statistic of feature activations.
 *
 * @param <A> the accumulator's own type
 * @param <V> what it gives
 */
public interface FeatureAccumulator<A extends FeatureAccumulator<A, V>, V>
    extends Accumulator<A, V> {

  /**
   * Accepts the rows of a batch. A feature is active in a row if its value there is not zero,
   * whatever its sign; stored zeros count as inactive.
   *
   * @throws IllegalArgumentException if the batch has another {@code dSae} than this accumulator;
   *     where values matter, also if one is NaN or infinite
   */
  void accept(FeatureActivations features);
}
