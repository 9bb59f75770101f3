package org.monosem.sae.probing;

/**
 * A trained linear classifier: positive if {@code x w + b > 0}.
 *
 * @param weights {@code w [columns]}
 * @param intercept {@code b}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogisticProbe(double[] weights, double intercept) {
  /** Returns {@code x w + b} of a row. */
  double score(DesignMatrix x, int row) {
    return x.dot(row, weights) + intercept;
  }

  /** Counts its decisions about rows. */
  Decisions decide(DesignMatrix x, boolean[] positive) {
    int[] counts = new int[4];
    for (int row = 0; row < x.rows(); row++) {
      counts[(score(x, row) > 0 ? 2 : 0) + (positive[row] ? 1 : 0)]++;
    }
    return new Decisions(counts[3], counts[2], counts[1], counts[0]);
  }
}
