package org.monosem.core.metric;

/** The sums of a {@link ReconstructionBatch} from plain rows. */
final class PlainBatch {
  private PlainBatch() {}

  static ReconstructionBatch sums(float[][] x, float[][] reconstruction) {
    int rows = x.length;
    double[] inputMean = mean(x, new float[rows][]);
    double[] errorMean = mean(x, reconstruction);
    double[][] sums = new double[5][rows];
    double[] inputSquares = new double[inputMean.length];
    double[] errorSquares = new double[inputMean.length];
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < inputMean.length; d++) {
        double in = x[row][d];
        double out = reconstruction[row][d];
        double centred = in - inputMean[d];
        double centredError = in - out - errorMean[d];
        sums[0][row] += in * in;
        sums[1][row] += out * out;
        sums[2][row] += (in - out) * (in - out);
        sums[3][row] += in * out;
        sums[4][row] += centred * centred;
        inputSquares[d] += centred * centred;
        errorSquares[d] += centredError * centredError;
      }
    }
    return new ReconstructionBatch(
        new RowSums(sums),
        new ColumnMoments(rows, inputMean, inputSquares),
        new ColumnMoments(rows, errorMean, errorSquares));
  }

  /** Returns the mean over rows of {@code x - subtracted}; a null row subtracts nothing. */
  private static double[] mean(float[][] x, float[][] subtracted) {
    double[] mean = new double[x[0].length];
    for (int row = 0; row < x.length; row++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += subtracted[row] == null ? x[row][d] : (double) x[row][d] - subtracted[row][d];
      }
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= x.length;
    }
    return mean;
  }
}
