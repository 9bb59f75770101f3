package org.monosem.sae.probing;

/** The rows that a probe reads, {@code [rows, columns]}, dense or sparse. */
interface DesignMatrix {
  int rows();

  int columns();

  /** Returns {@code sum_j x[row, j] w[j]}. */
  double dot(int row, double[] w);

  /** Adds {@code scale x[row, j]} to every {@code sum[j]}. */
  void addTo(double[] sum, int row, double scale);
}
