package org.monosem.sae.toymodel.engineered;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.monosem.core.random.Seed;

/** Almost orthogonal directions of length 1, one a feature. */
final class RandomProjection {
  private RandomProjection() {}

  /**
   * Returns {@code [features, dims]}: a left singular factor with its rows divided by their norms.
   */
  static RealMatrix of(int features, int dims, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] normal = new double[features][dims];
    for (double[] row : normal) {
      for (int j = 0; j < dims; j++) {
        row[j] = random.nextGaussian();
      }
    }
    RealMatrix factor =
        new SingularValueDecomposition(new Array2DRowRealMatrix(normal, false)).getU();
    for (int i = 0; i < features; i++) {
      RealVector row = factor.getRowVector(i);
      factor.setRowVector(i, row.mapDivide(row.getNorm()));
    }
    return factor;
  }
}
