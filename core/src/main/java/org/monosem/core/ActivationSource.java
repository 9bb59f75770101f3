package org.monosem.core;

import java.util.List;
import org.monosem.core.random.Seed;

/**
 * A finite set of activation rows of one hook point, which can be read in shuffled order again and
 * again.
 *
 * <p>A source is immutable and safe for use by several threads; each {@link ActivationStream}
 * belongs to one thread.
 */
public interface ActivationSource {

  /** Returns the width of a row, {@code dIn}. */
  int width();

  /** Returns the number of rows of one pass; at least one. */
  long rows();

  /**
   * Returns what stands in the columns of a row, from left to right, if the source knows: one part,
   * or several for paired activations; else an empty list.
   */
  default List<ActivationPart> parts() {
    return List.of();
  }

  /**
   * Opens an endless stream of rows: pass after pass over all rows, each pass in an order of its
   * own that follows from the seed and the number of the pass alone. Two streams opened with the
   * same seed give the same rows; a stream opened at {@code startRow} gives what a stream opened at
   * zero gives after {@code startRow} rows.
   *
   * @param seed decides the order of every pass
   * @param startRow how many rows of the endless sequence to skip, not negative; a multiple of
   *     {@link #rows} starts a new pass
   * @throws IllegalArgumentException if {@code startRow} is negative
   */
  ActivationStream open(Seed seed, long startRow);
}
