package org.monosem.sae.probing;

/** Chosen rows of dense ones, in one order. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DenseRows(float[][] values, int[] chosen) implements DesignMatrix {
  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public int columns() {
    return values[0].length;
  }

  @Override
  public double dot(int row, double[] w) {
    float[] x = values[chosen[row]];
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * w[j];
    }
    return sum;
  }

  @Override
  public void addTo(double[] sum, int row, double scale) {
    float[] x = values[chosen[row]];
    for (int j = 0; j < x.length; j++) {
      sum[j] += scale * x[j];
    }
  }
}
