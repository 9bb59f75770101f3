package org.monosem.sae.toymodel.quadratic;

import java.util.List;

/**
 * The quadratic toy model: its loss, and the loss of a feature by its capacity; the formulas stand
 * in the package's description.
 *
 * @param importances {@code v_i}, above 0, one a feature
 * @param dims the dimensions to embed them in, at least 1
 * @param squareVariance {@code F}, the variance of a feature's square, above 0
 */
public record QuadraticModel(List<Double> importances, int dims, double squareVariance) {

  /**
   * Copies the importances.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public QuadraticModel {
    importances = List.copyOf(importances);
    if (importances.isEmpty()) {
      throw new IllegalArgumentException("importances: expected at least one feature, got none");
    }
    for (int i = 0; i < importances.size(); i++) {
      above("importances[" + i + "]", importances.get(i));
    }
    if (dims < 1) {
      throw new IllegalArgumentException("dims: expected at least 1, got " + dims);
    }
    above("squareVariance", squareVariance);
  }

  /** Returns the number of features. */
  public int features() {
    return importances.size();
  }

  /**
   * Returns {@code L(W) = F sum_i (v_i - |W_i|^2)^2 + 2 sum_{i != j} (W_i . W_j)^2}.
   *
   * @param embedding {@code W [features, dims]}
   * @throws IllegalArgumentException if it is not of that shape
   */
  public double loss(double[][] embedding) {
    double[][] gram = gram(embedding);
    double sum = 0;
    for (int i = 0; i < features(); i++) {
      double missing = importances.get(i) - gram[i][i];
      sum += squareVariance * missing * missing;
      for (int j = 0; j < i; j++) {
        sum += 4 * gram[i][j] * gram[i][j];
      }
    }
    return sum;
  }

  /**
   * Returns the slope of {@link #loss} in every entry of {@code W [features, dims]}: {@code -4 F
   * (v_i - |W_i|^2) W_i + 8 sum_{j != i} (W_i . W_j) W_j}.
   *
   * @throws IllegalArgumentException if the embedding is not of that shape
   */
  public double[][] gradient(double[][] embedding) {
    double[][] gram = gram(embedding);
    double[][] slope = new double[features()][dims];
    for (int i = 0; i < features(); i++) {
      for (int j = 0; j < features(); j++) {
        double factor =
            i == j ? -4 * squareVariance * (importances.get(i) - gram[i][i]) : 8 * gram[i][j];
        for (int k = 0; k < dims; k++) {
          slope[i][k] += factor * embedding[j][k];
        }
      }
    }
    return slope;
  }

  /**
   * Returns what is left of a feature's loss at a capacity and the norm best for it: {@code 2 F v^2
   * (1 - C) / (2 + (F-2) C)}; at 0 it is {@code F v^2}.
   *
   * @param feature its place among the importances
   * @param capacity in [0, 1]
   */
  public double lossAt(int feature, double capacity) {
    double v = importances.get(feature);
    return 2 * squareVariance * v * v * (1 - capacity) / (2 + (squareVariance - 2) * capacity);
  }

  /**
   * Returns what a little more capacity takes off {@link #lossAt}, by unit of capacity: {@code 2
   * F^2 v^2 / (2 + (F-2) C)^2}.
   *
   * @param feature its place among the importances
   * @param capacity in [0, 1]
   */
  public double benefitAt(int feature, double capacity) {
    double ratio =
        squareVariance * importances.get(feature) / (2 + (squareVariance - 2) * capacity);
    return 2 * ratio * ratio;
  }

  /**
   * Returns the best {@code |W_i|^2} at a capacity: {@code F v C / (2 + (F-2) C)}.
   *
   * @param feature its place among the importances
   * @param capacity in [0, 1]
   */
  public double squaredNormAt(int feature, double capacity) {
    return squareVariance
        * importances.get(feature)
        * capacity
        / (2 + (squareVariance - 2) * capacity);
  }

  private double[][] gram(double[][] embedding) {
    if (embedding.length != features() || embedding[0].length != dims) {
      throw new IllegalArgumentException(
          "embedding: expected [features=%d, dims=%d], got [%d, %d]"
              .formatted(features(), dims, embedding.length, embedding[0].length));
    }
    double[][] gram = new double[features()][features()];
    for (int i = 0; i < features(); i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < dims; k++) {
          gram[i][j] += embedding[i][k] * embedding[j][k];
        }
        gram[j][i] = gram[i][j];
      }
    }
    return gram;
  }

  private static void above(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": expected a finite number above 0, got " + value);
    }
  }
}
