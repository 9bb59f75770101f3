package org.monosem.core.polysemanticity.ratedistortion;

/** Rows of finite numbers, all of one width. */
final class Matrix {
  private Matrix() {}

  /** Copies rows; a refusal begins with what was expected. */
  static double[][] copy(String expected, double[]... rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException(expected + " with at least one of each, got none");
    }
    double[][] copy = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != rows[0].length) {
        throw new IllegalArgumentException(
            "%s, got rows of %d and %d".formatted(expected, rows[0].length, rows[row].length));
      }
      for (double value : rows[row]) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(expected + ", finite, got " + value);
        }
      }
      copy[row] = rows[row].clone();
    }
    return copy;
  }

  static double[][] rows(double[] flat, int width) {
    double[][] rows = new double[flat.length / width][width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * width, rows[row], 0, width);
    }
    return rows;
  }
}
