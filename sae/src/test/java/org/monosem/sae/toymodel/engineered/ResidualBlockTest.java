package org.monosem.sae.toymodel.engineered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

/** Monosemantic units and the others, in models made by hand. */
class ResidualBlockTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** Three features in three dimensions: the answer of unit u to feature j is relu(L1_uj + b_u). */
  private ToyWeights plain(double[][] l1, double... bias) {
    return new ToyWeights(
        matrix(l1), manager.create(bias), matrix(new double[3][bias.length]), eye(3), eye(3));
  }

  @Test
  void aUnitIsMonosemanticIfOneFeatureHasMoreThanItsShare() {
    double[][] l1 = {{2, 0, 0}, {0, 1, 1}, {0, 998, 2}, {0, 1, 9999}, {-1, -1, -1}, {3, 1, 1}};
    ToyWeights weights = plain(l1, 0, 0, 0, 0, 0, -1);
    int before = manager.getManagedArrays().size();
    UnitMonosemanticity units = UnitMonosemanticity.of(weights, ToyActivation.RELU);
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(units.ratio(0)).isCloseTo(2 / (2 + 1e-10), within(1e-15));
    assertThat(units.ratio(1)).isCloseTo(0.5, within(1e-10));
    assertThat(units.ratio(2)).isCloseTo(0.998, within(1e-10));
    assertThat(units.ratio(3)).isCloseTo(0.9999, within(1e-10));
    assertThat(units.ratio(4)).isZero();
    assertThat(units.polysemanticUnits()).containsExactly(1, 2, 4);
    assertThat(units.monosemanticUnits()).isEqualTo(3);
    assertThat(units.distinctFeatures()).isEqualTo(2); // two units are for feature 0
    assertThat(units.feature(5)).isZero();
    assertThat(units.silentUnits()).isEqualTo(1);
  }

  @Test
  void negativeAnswersCountAsNone() {
    double[][] l1 = {{2, -1, -1}};
    for (ToyActivation activation : ToyActivation.values()) {
      UnitMonosemanticity units = UnitMonosemanticity.of(plain(l1, 0), activation);
      assertThat(units.ratio(0)).as(activation.name()).isCloseTo(1, within(1e-9));
    }
    assertThat(UnitMonosemanticity.of(plain(l1, 2), ToyActivation.GELU).ratio(0)).isLessThan(0.9);
  }

  @Test
  void aScaledIdentityBehindTheProjectionHasOneSingularValueAndCosineOne() {
    double c = 0.3;
    double[][] p = RandomProjection.of(12, 4, Seed.of(2)).getData();
    NDArray projection = matrix(p);
    NDArray inverse = projection.matMul(projection.transpose().matMul(projection).inverse());
    // h = x + 9 for any feature, so all units are polysemantic; M = c P (P^T P)^-1 P^T
    ToyWeights weights =
        new ToyWeights(
            eye(4), manager.create(new double[] {9, 9, 9, 9}), inverse.mul(c), projection, eye(12));
    UnitMonosemanticity units = UnitMonosemanticity.of(weights, ToyActivation.RELU);
    ResidualBlock block = ResidualBlock.of(weights, units);
    assertThat(block.units()).isEqualTo(4);
    assertThat(block.singularValues()).hasSize(4).allSatisfy(v -> near(v, c));
    near(block.scale(), c);
    near(block.cosine(), 1);
  }

  @Test
  void monosemanticUnitsAreLeftOutAndTheRestIsMeasuredByTheDefinition() {
    double[][] l1 = {{1, 0, 0}, {0, 1, 2}, {2, 0, 1}};
    double[][] l2 = {{5, 1, 0}, {5, 0, 2}, {5, 3, 1}};
    ToyWeights weights =
        new ToyWeights(
            matrix(l1), manager.create(new double[] {0, 0, 0}), matrix(l2), eye(3), eye(3));
    UnitMonosemanticity units = UnitMonosemanticity.of(weights, ToyActivation.RELU);
    assertThat(units.polysemanticUnits()).containsExactly(1, 2);
    // M = [1 0 3]^T [0 1 2] + [0 2 1]^T [2 0 1] = {{0,1,2},{4,0,2},{2,3,7}}
    ResidualBlock block = ResidualBlock.of(weights, units);
    near(block.scale(), 7.0 / 3);
    near(block.cosine(), 7 / (Math.sqrt(3) * Math.sqrt(87)));
    List<Double> s = block.singularValues();
    near(s.get(0) * s.get(0) + s.get(1) * s.get(1), 87);
    // |a b^T + c d^T|: the product of both is the area spanned by a, c times that by b, d
    near(s.get(0) * s.get(1), Math.sqrt((10 * 5 - 9) * (5 * 5 - 4)));
    near(s.get(2), 0);
  }

  @Test
  void aReProjectorIsComparedWithItsOwnTarget() {
    double[][] target = {{1, 1}, {0, 2}, {3, 0}};
    NDArray wanted = matrix(target);
    ToyWeights weights =
        new ToyWeights(
            eye(3),
            manager.create(new double[] {9, 9, 9}),
            wanted.transpose().mul(2),
            eye(3),
            wanted);
    ResidualBlock block =
        ResidualBlock.of(weights, UnitMonosemanticity.of(weights, ToyActivation.RELU));
    near(block.scale(), 2);
    near(block.cosine(), 1);
    assertThat(block.singularValues()).hasSize(2);
  }

  @Test
  void refusesUnitsOfAnotherModel() {
    ToyWeights one = plain(new double[][] {{1, 0, 0}}, 0);
    ToyWeights two = plain(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0, 0);
    UnitMonosemanticity units = UnitMonosemanticity.of(one, ToyActivation.RELU);
    assertThatThrownBy(() -> ResidualBlock.of(two, units))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units: expected 2, got 1");
  }

  private static void near(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-12));
  }

  private NDArray eye(int size) {
    return manager.eye(size).toType(DataType.FLOAT64, true);
  }

  private NDArray matrix(double[][] rows) {
    double[] flat =
        java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
    try (NDArray aliasing = manager.create(flat, new Shape(rows.length, rows[0].length))) {
      return aliasing.duplicate();
    }
  }
}
