package org.monosem.core.polysemanticity.scale;

/** Hears the scales of every scored row, in order. */
@FunctionalInterface
public interface PhiListener {
  /**
   * One row was scored.
   *
   * @param row its number in the stream, from 0, rows of the warm-up counted
   * @param phi scales of the units, {@code [units]}, NaN where a unit has none; overwritten for the
   *     next row
   */
  void scored(long row, double[] phi);
}
