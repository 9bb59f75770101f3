package org.monosem.sae.objective;

/**
 * Sums over the rows of one batch, in the units that the training sees (after input scaling).
 *
 * @param rows the number of rows
 * @param squaredError {@code |x - xhat|^2}, summed over elements and rows
 * @param penalty {@code sum_i f_i w_i}, summed over features and rows, without the coefficient
 * @param activeCount the number of pairs (row, feature) that fired
 * @param power {@code |x|^2}, summed over elements and rows
 */
public record BatchStatistics(
    int rows, double squaredError, double penalty, long activeCount, double power) {

  /** Returns whether every sum is finite. */
  public boolean finite() {
    return Double.isFinite(squaredError + penalty + power);
  }
}
