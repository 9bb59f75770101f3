package org.monosem.core.polysemanticity.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class FeatureCapacityTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void orthogonalRowsHaveADimensionEach() {
    FeatureCapacity capacity = FeatureCapacity.of(manager.eye(4).mul(3));
    assertThat(capacity.toArray()).containsExactly(1, 1, 1, 1);
    assertThat(capacity.total()).isEqualTo(4);
    assertThat(capacity.dims()).isEqualTo(4);
  }

  @Test
  void identicalRowsShareOneDimension() {
    NDArray rows = manager.create(new double[] {1, 2, 2}).reshape(1, 3).repeat(0, 5);
    assertThat(FeatureCapacity.of(rows).toArray())
        .containsExactly(new double[] {0.2, 0.2, 0.2, 0.2, 0.2}, within(1e-15));
  }

  @Test
  void aPentagonSharesTwoDimensions() {
    FeatureCapacity capacity = FeatureCapacity.of(polygon(5));
    assertThat(capacity.toArray())
        .containsExactly(new double[] {0.4, 0.4, 0.4, 0.4, 0.4}, within(1e-12));
    assertThat(capacity.total()).isCloseTo(2, within(1e-12));
  }

  @Test
  void everyRowIsWhatTheFormulaSaysInWholeBlocksAndParts() {
    for (int features : new int[] {1, 7, 300}) {
      double[][] rows = random(features, 6);
      double[] expected = slow(rows);
      assertThat(FeatureCapacity.of(matrix(rows)).toArray())
          .containsExactly(expected, within(1e-12));
      assertThat(FeatureCapacity.of(matrix(rows).toType(DataType.FLOAT32, false)).toArray())
          .containsExactly(expected, within(1e-6));
    }
  }

  @Test
  void moreRowsThanABlockHolds() {
    double[][] rows = random(9000, 2);
    double[] expected = slow(rows);
    assertThat(FeatureCapacity.of(matrix(rows)).toArray()).containsExactly(expected, within(1e-12));
  }

  @Test
  void directionsAreRowsOfNormOne() {
    double[][] rows = random(20, 4);
    double[] before = FeatureCapacity.ofDirections(matrix(rows)).toArray();
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < 4; k++) {
        rows[i][k] *= 1 + i;
      }
    }
    assertThat(FeatureCapacity.ofDirections(matrix(rows)).toArray())
        .containsExactly(before, within(1e-12));
    assertThat(FeatureCapacity.of(matrix(rows)).toArray()).doesNotContain(before, within(1e-3));
  }

  @Test
  void aRowOfZerosHasNone() {
    FeatureCapacity capacity =
        FeatureCapacity.of(manager.create(new double[] {0, 0, 3, 4}, new Shape(2, 2)));
    assertThat(capacity.toArray()).containsExactly(0, 1);
    assertThat(FeatureCapacity.of(manager.zeros(new Shape(3, 2))).total()).isZero();
  }

  @Test
  void theSpectrum() {
    double[] rows = {1, 0, 0, 1, 0, 1, 0, 1, 0, 0}; // 1; three of 1/3; none
    FeatureCapacity capacity = FeatureCapacity.of(manager.create(rows, new Shape(5, 2)));
    assertThat(capacity.quantile(0)).isZero();
    assertThat(capacity.quantile(0.5)).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(capacity.quantile(1)).isEqualTo(1);
    assertThat(capacity.atLeast(1)).isEqualTo(1);
    assertThat(capacity.atLeast(0.3)).isEqualTo(4);
    assertThat(capacity.atLeast(0)).isEqualTo(5);
    assertThat(capacity.mean()).isCloseTo(0.4, within(1e-15));
    assertThat(capacity.features()).isEqualTo(5);
    assertThatThrownBy(() -> capacity.quantile(1.5))
        .hasMessage("q: expected a number in [0, 1], got 1.5");
  }

  @Test
  void whatIsNoEmbeddingIsRefused() {
    assertThatThrownBy(() -> FeatureCapacity.of(manager.zeros(new Shape(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedding: expected [features, d] with at least one of each, got (3)");
    assertThatThrownBy(() -> FeatureCapacity.of(manager.zeros(new Shape(3, 2), DataType.INT32)))
        .hasMessage("embedding: expected floats or doubles, got int32");
    assertThatThrownBy(
            () -> FeatureCapacity.of(manager.create(new float[] {1, Float.NaN}, new Shape(2, 1))))
        .hasMessage("embedding: expected finite numbers whose products are finite too");
  }

  @Test
  void nothingLeaks() {
    NDArray rows = matrix(random(50, 3));
    int before = manager.getManagedArrays().size();
    FeatureCapacity.of(rows);
    Interference.strongest(rows, 3, 10);
    SemiOrthogonalBlocks.find(rows, 0.9);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private NDArray polygon(int corners) {
    double[] flat = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      flat[2 * i] = Math.cos(2 * Math.PI * i / corners);
      flat[2 * i + 1] = Math.sin(2 * Math.PI * i / corners);
    }
    return manager.create(flat, new Shape(corners, 2));
  }

  private NDArray matrix(double[][] rows) {
    double[] flat = new double[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return manager.create(flat, new Shape(rows.length, rows[0].length));
  }

  private static double[][] random(int features, int d) {
    SplittableRandom random = Seed.of(features).random();
    double[][] rows = new double[features][d];
    for (double[] row : rows) {
      for (int k = 0; k < d; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return rows;
  }

  private static double[] slow(double[][] rows) {
    double[] capacities = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double sum = 0;
      for (double[] other : rows) {
        double product = dot(rows[i], other);
        sum += product * product;
      }
      double own = dot(rows[i], rows[i]);
      capacities[i] = own * own / sum;
    }
    return capacities;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
