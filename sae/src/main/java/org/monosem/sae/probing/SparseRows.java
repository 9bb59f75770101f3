package org.monosem.sae.probing;

import org.monosem.core.FeatureActivations;

/** Chosen rows of sparse ones, in one order. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SparseRows(FeatureActivations values, int[] chosen) implements DesignMatrix {
  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public int columns() {
    return values.dSae();
  }

  @Override
  public double dot(int row, double[] w) {
    double sum = 0;
    int end = values.end(chosen[row]);
    for (int k = values.begin(chosen[row]); k < end; k++) {
      sum += values.value(k) * w[values.feature(k)];
    }
    return sum;
  }

  @Override
  public void addTo(double[] sum, int row, double scale) {
    int end = values.end(chosen[row]);
    for (int k = values.begin(chosen[row]); k < end; k++) {
      sum[values.feature(k)] += scale * values.value(k);
    }
  }
}
