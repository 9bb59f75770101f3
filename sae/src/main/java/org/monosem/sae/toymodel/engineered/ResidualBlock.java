package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * What the units that are not monosemantic do together: {@code M = L2[:,S] L1[S,:] P^T [out,
 * features]}, {@code S} the units with {@code r_u <= 0.999}, which is what they add to the output
 * if all of them are on.
 *
 * <p>It is compared with the best that a linear map of the input could do of the task, {@code c T
 * Pi}: {@code T} the target (the identity for a decoder, {@code Q^T} for a re-projector), {@code
 * Pi} the projection onto the span of the columns of {@code P}, {@code c = <M, T Pi> / |T Pi|^2}.
 * All {@code dims} singular values of {@code c Pi} are {@code c}. A cosine near 1 says: together
 * the residual units apply one correction to all features alike. For absolute values {@code T} is
 * the identity too, of which a symmetric task needs none; the cosine says little there.
 *
 * @param units how many units there are in {@code S}
 * @param singularValues of {@code M}, descending, {@code min(dims, out)} of them; the others are 0
 * @param scale {@code c}
 * @param cosine {@code <M, T Pi> / (|M| |T Pi|)}, Frobenius; NaN if {@code M} is 0
 */
public record ResidualBlock(int units, List<Double> singularValues, double scale, double cosine) {

  /** Copies the spectrum. */
  public ResidualBlock {
    singularValues = List.copyOf(singularValues);
  }

  /**
   * Takes a model apart, in double precision on the processor.
   *
   * @param weights the model; stays the caller's
   * @param units which of its units are monosemantic
   * @throws IllegalArgumentException if these are of another number of units
   */
  public static ResidualBlock of(ToyWeights weights, UnitMonosemanticity units) {
    if (units.units() != weights.bias().size()) {
      throw new IllegalArgumentException(
          "units: expected %d, got %d".formatted(weights.bias().size(), units.units()));
    }
    List<Integer> residual = units.polysemanticUnits();
    RealMatrix projection = matrix(weights.projection());
    QRDecomposition factors = new QRDecomposition(projection);
    int dims = projection.getColumnDimension();
    RealMatrix basis =
        factors.getQ().getSubMatrix(0, projection.getRowDimension() - 1, 0, dims - 1);
    RealMatrix upper = factors.getR().getSubMatrix(0, dims - 1, 0, dims - 1);
    // M = (L2 L1 R^T) basis^T and T Pi = (T basis) basis^T: the basis changes no norm or product.
    RealMatrix block = product(weights, residual).multiply(upper.transpose());
    RealMatrix linear = matrix(weights.target()).transpose().multiply(basis);
    double along = dot(block, linear);
    double size = linear.getFrobeniusNorm();
    double[] spectrum = new SingularValueDecomposition(block).getSingularValues();
    return new ResidualBlock(
        residual.size(),
        Arrays.stream(spectrum).boxed().toList(),
        along / (size * size),
        along / (size * block.getFrobeniusNorm()));
  }

  /** L2[:,S] L1[S,:], zeros if S is empty. */
  private static RealMatrix product(ToyWeights weights, List<Integer> residual) {
    RealMatrix l1 = matrix(weights.l1());
    RealMatrix l2 = matrix(weights.l2());
    for (int u = 0; u < l1.getRowDimension(); u++) {
      if (!residual.contains(u)) {
        l1.setRow(u, new double[l1.getColumnDimension()]);
      }
    }
    return l2.multiply(l1);
  }

  private static double dot(RealMatrix a, RealMatrix b) {
    double sum = 0;
    for (int i = 0; i < a.getRowDimension(); i++) {
      sum += a.getRowVector(i).dotProduct(b.getRowVector(i));
    }
    return sum;
  }

  private static RealMatrix matrix(NDArray array) {
    int rows = (int) array.getShape().get(0);
    int width = (int) array.getShape().get(1);
    double[] values = doubles(array);
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return new Array2DRowRealMatrix(matrix, false);
  }

  private static double[] doubles(NDArray array) {
    if (array.getDataType() == DataType.FLOAT64) {
      return array.toDoubleArray();
    }
    float[] floats = array.toFloatArray();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
