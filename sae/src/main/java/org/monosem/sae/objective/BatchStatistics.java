package org.monosem.sae.objective;

/**
 * Sums over the rows of one batch, in the units that the training sees (after input scaling).
 *
 * @param rows the number of rows
 * @param squaredError {@code |y - xhat|^2}, {@code y} being {@code x} but for transcoders, summed
 *     over elements and rows
 * @param penalty {@code sum_i f_i w_i}, summed over features and rows, without the coefficient
 * @param activeCount the number of pairs (row, feature) that fired
 * @param power {@code |y|^2}, summed over elements and rows
 * @param auxiliary the auxiliary loss with its coefficient, summed over rows; zero where there is
 *     none
 */
public record BatchStatistics(
    long rows,
    double squaredError,
    double penalty,
    long activeCount,
    double power,
    double auxiliary) {

  /** Returns whether every sum is finite. */
  public boolean finite() {
    return Double.isFinite(squaredError + penalty + power + auxiliary);
  }
}
