package org.monosem.core.metric;

/**
 * A statistic of inputs and their reconstructions.
 *
 * @param <A> the accumulator's own type
 * @param <V> what it gives
 */
public interface ReconstructionAccumulator<A extends ReconstructionAccumulator<A, V>, V>
    extends Accumulator<A, V> {

  /**
   * Accepts the rows of a batch.
   *
   * @throws IllegalArgumentException if the batch has another {@code dIn} than this accumulator
   */
  void accept(ReconstructionBatch batch);
}
