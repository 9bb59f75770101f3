package org.monosem.sae.probing;

/** Some columns of a matrix, copied: what a sparse probe sees. */
final class ChosenColumns {
  private ChosenColumns() {}

  /** Returns the columns in the order given. */
  static DesignMatrix of(DesignMatrix all, int[] columns) {
    float[][] values = new float[all.rows()][columns.length];
    int[] rows = new int[values.length];
    double[] unit = new double[all.columns()];
    for (int j = 0; j < columns.length; j++) {
      unit[columns[j]] = 1;
      for (int row = 0; row < values.length; row++) {
        values[row][j] = (float) all.dot(row, unit);
      }
      unit[columns[j]] = 0;
    }
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row;
    }
    return new DenseRows(values, rows);
  }
}
