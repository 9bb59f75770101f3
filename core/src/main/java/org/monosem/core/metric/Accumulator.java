package org.monosem.core.metric;

/**
 * A statistic of a stream of rows: it accepts batches, combines with others of its kind, and gives
 * its value at any time.
 *
 * <p>Combining is associative and does not depend on order beyond rounding: the accumulators of the
 * parts, combined, give what one accumulator gives for the whole. Without any row a value holds NaN
 * where it would divide by the number of rows. Not safe for use by several threads; give each
 * thread its own and combine them.
 *
 * @param <A> the accumulator's own type
 * @param <V> what it gives
 */
public interface Accumulator<A extends Accumulator<A, V>, V> {

  /** Returns how many rows (for losses: tokens) were accepted, combined ones included. */
  long rows();

  /**
   * Takes in what another accumulator has seen; {@code other} stays as it is.
   *
   * @return this accumulator
   * @throws IllegalArgumentException if the other one is of other widths or settings
   */
  A combine(A other);

  /** Returns the value so far; the accumulator may go on accepting. */
  V value();
}
