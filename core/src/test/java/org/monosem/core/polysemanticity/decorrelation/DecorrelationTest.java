package org.monosem.core.polysemanticity.decorrelation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class DecorrelationTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static double[] random(int size, long seed) {
    return Seed.of(seed).random().doubles(size, -0.2, 1).toArray();
  }

  private NDArray matrix(double[] values, int units) {
    return manager.create(values, new Shape(values.length / units, units));
  }

  /** All pairs, as the definition has it. */
  private static double slow(double[] z, int units) {
    int n = z.length / units;
    double sum = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        sum += dot(z, a, b, units) / Math.sqrt(dot(z, a, a, units) * dot(z, b, b, units));
      }
    }
    return 1 - sum / (n * (n - 1) / 2.0);
  }

  private static double dot(double[] z, int a, int b, int units) {
    double sum = 0;
    for (int u = 0; u < units; u++) {
      sum += z[a * units + u] * z[b * units + u];
    }
    return sum;
  }

  @Test
  void orthogonalInputsAreOneAndEqualOnesZero() {
    Decorrelation orthogonal = new Decorrelation(4);
    orthogonal.add(manager.eye(4).mul(2.5));
    assertThat(orthogonal.value()).isEqualTo(1);
    Decorrelation equal = new Decorrelation(3);
    equal.add(manager.create(new double[] {0, 3, 4}).reshape(1, 3).repeat(0, 6));
    assertThat(equal.value()).isCloseTo(0, within(1e-15));
  }

  @Test
  void aStreamInPartsIsWhatAllPairsGive() {
    double[] z = random(700, 1);
    Decorrelation first = new Decorrelation(7);
    first.add(matrix(z, 7).get("0:30"));
    Decorrelation second = new Decorrelation(7);
    second.add(matrix(z, 7).get("30:31"));
    second.add(matrix(z, 7).get("31:"));
    first.merge(second);
    assertThat(first.inputs()).isEqualTo(100);
    assertThat(first.value()).isCloseTo(slow(z, 7), within(1e-12));
    Decorrelation floats = new Decorrelation(7);
    floats.add(matrix(z, 7).toType(DataType.FLOAT32, false));
    assertThat(floats.value()).isCloseTo(slow(z, 7), within(1e-7));
  }

  @Test
  void featuresAreMeasuredAsTheirDenseRowsAndSilentInputsLeftOut() {
    FeatureActivations features =
        FeatureActivations.of(
            4, new int[] {0, 2, 2, 3, 5}, new int[] {0, 2, 1, 0, 3}, new float[] {1, 2, 3, 4, 5});
    double[] dense = {1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0, 5};
    Decorrelation sparse = new Decorrelation(4);
    sparse.add(features);
    Decorrelation plain = new Decorrelation(4);
    plain.add(matrix(dense, 4));
    assertThat(sparse.value()).isCloseTo(plain.value(), within(1e-15));
    assertThat(sparse.silentInputs()).isEqualTo(1);
    assertThat(plain.silentInputs()).isEqualTo(1);
    // Of three pairs one shares a feature: 1 * 4 / (sqrt 5 * sqrt 41).
    assertThat(sparse.value()).isCloseTo(1 - 4 / Math.sqrt(205) / 3, within(1e-15));
  }

  @Test
  void badArgumentsAreNamedAndNothingIsLeftBehind() {
    Decorrelation metric = new Decorrelation(2);
    NDArray wide = manager.zeros(new Shape(3, 4));
    NDArray bad = manager.create(new float[] {1, Float.NaN}, new Shape(1, 2));
    int before = manager.getManagedArrays().size();
    assertThatThrownBy(() -> metric.add(wide))
        .hasMessage("activations: expected floats or doubles [rows, units=2], got float32 (3, 4)");
    assertThatThrownBy(() -> metric.add(bad))
        .hasMessage("activations: expected finite numbers, got NaN");
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(metric.inputs()).isZero();
    assertThat(metric.value()).isNaN();
    assertThatThrownBy(() -> metric.merge(new Decorrelation(3)))
        .hasMessage("activations: expected units=2, got 3");
    assertThatThrownBy(() -> new Decorrelation(0)).hasMessage("units: expected at least 1, got 0");
  }
}
