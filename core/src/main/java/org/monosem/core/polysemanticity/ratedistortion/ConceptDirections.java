package org.monosem.core.polysemanticity.ratedistortion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Set;

/** The direction {@code v_l} of each concept: data are sums of those present. Immutable. */
public final class ConceptDirections {
  private final double[][] directions;

  private ConceptDirections(double[][] directions) {
    this.directions = directions;
  }

  /**
   * Returns the directions in the rows of a matrix.
   *
   * @param rows {@code V [concepts][d]}, finite, at least one of each; copied
   * @throws IllegalArgumentException if they are not that
   */
  public static ConceptDirections of(double[]... rows) {
    return new ConceptDirections(Matrix.copy("directions: expected [concepts, d]", rows));
  }

  /**
   * Returns the directions in the rows of an array.
   *
   * @param rows {@code V [concepts, d]}, floats or doubles, finite; stays the caller's
   * @throws IllegalArgumentException if they are not that
   */
  public static ConceptDirections of(NDArray rows) {
    Shape shape = rows.getShape();
    if (shape.dimension() != 2 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "directions: expected [concepts, d] with at least one of each, got " + shape);
    }
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray wide = rows.toType(DataType.FLOAT64, true);
      wide.attach(scope);
      return of(Matrix.rows(wide.toDoubleArray(), Math.toIntExact(shape.get(1))));
    }
  }

  /** Returns a dimension for each concept. */
  public static ConceptDirections orthonormal(int concepts) {
    double[][] rows = new double[concepts][concepts];
    for (int i = 0; i < concepts; i++) {
      rows[i][i] = 1;
    }
    return of(rows);
  }

  /** Returns the number of concepts. */
  public int concepts() {
    return directions.length;
  }

  /** Returns the width of the space, {@code d}. */
  public int dims() {
    return directions[0].length;
  }

  /**
   * Returns the sum of the directions of concepts, {@code [d]}.
   *
   * @throws IllegalArgumentException if there is no such concept
   */
  public double[] sum(Set<Integer> concepts) {
    double[] sum = new double[dims()];
    for (int concept : concepts) {
      if (concept < 0 || concept >= directions.length) {
        throw new IllegalArgumentException(
            "concept: expected 0 to %d, got %d".formatted(directions.length - 1, concept));
      }
      for (int k = 0; k < sum.length; k++) {
        sum[k] += directions[concept][k];
      }
    }
    return sum;
  }
}
