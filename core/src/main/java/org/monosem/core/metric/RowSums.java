package org.monosem.core.metric;

/**
 * Sums over dims for every row of a batch, each of shape {@code [batch]}; a plain carrier that
 * nobody outside this package sees.
 */
final class RowSums {
  private final double[] input;
  private final double[] reconstruction;
  private final double[] error;
  private final double[] product;
  private final double[] centred;

  /** Takes over five arrays, in the order of the accessors. */
  RowSums(double[]... sums) {
    input = sums[0];
    reconstruction = sums[1];
    error = sums[2];
    product = sums[3];
    centred = sums[4];
  }

  /** {@code |x|²}. */
  double[] input() {
    return input;
  }

  /** {@code |x̂|²}. */
  double[] reconstruction() {
    return reconstruction;
  }

  /** {@code |x - x̂|²}. */
  double[] error() {
    return error;
  }

  /** {@code x · x̂}. */
  double[] product() {
    return product;
  }

  /** {@code |x - mean of x over this batch|²}. */
  double[] centred() {
    return centred;
  }
}
