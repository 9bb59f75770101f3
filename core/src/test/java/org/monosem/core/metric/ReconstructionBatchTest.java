package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class ReconstructionBatchTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theKernelAgreesWithPlainRowsAcrossTiles() {
    // 18 tiles of 2^14 / 1500 = 10 rows, the last one not full.
    float[][] x = Rows.gaussian(Seed.of(1), 173, 1500, 3);
    float[][] reconstruction = Rows.gaussian(Seed.of(2), 173, 1500, 3);
    ReconstructionBatch plain = ReconstructionBatch.of(x, reconstruction);
    ReconstructionBatch kernel =
        ReconstructionBatch.of(manager.create(x), manager.create(reconstruction));
    assertClose(kernel.rowSums().input(), plain.rowSums().input());
    assertClose(kernel.rowSums().reconstruction(), plain.rowSums().reconstruction());
    assertClose(kernel.rowSums().error(), plain.rowSums().error());
    assertClose(kernel.rowSums().product(), plain.rowSums().product());
    assertClose(kernel.rowSums().centred(), plain.rowSums().centred());
    assertClose(kernel.inputs().mean(), plain.inputs().mean());
    assertClose(kernel.errors().mean(), plain.errors().mean());
    assertThat(kernel.inputs().squaredDeviations() / plain.inputs().squaredDeviations())
        .isEqualTo(1, within(1e-12));
    assertThat(kernel.errors().squaredDeviations() / plain.errors().squaredDeviations())
        .isEqualTo(1, within(1e-12));
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .isEqualTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  @Test
  void doublePrecisionInputsKeepTheirDigits() {
    NDArray x = manager.create(new double[] {1e8, 1e8 + 1e-4, 1, 1 + 1e-12}, new Shape(2, 2));
    NDArray reconstruction = manager.create(new double[] {1e8, 1e8 + 1e-4, 1, 1}, new Shape(2, 2));
    ReconstructionBatch batch = ReconstructionBatch.of(x, reconstruction);
    assertThat(Math.sqrt(batch.rowSums().error()[1])).isEqualTo(1e-12, within(1e-15));
  }

  @Test
  void nothingIsLeftBehind() {
    NDArray x = manager.ones(new Shape(3, 2));
    int before = manager.getManagedArrays().size();
    ReconstructionBatch.of(x, x);
    MeanVectorAccumulator.create(2).accept(x);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void wrongArraysAreNamed() {
    NDArray good = manager.ones(new Shape(3, 2));
    fails(manager.ones(new Shape(3)), good, "x: expected [batch, dIn], got [3]");
    fails(manager.ones(new Shape(0, 2)), good, "x: expected [batch, dIn], got [0, 2]");
    fails(
        good,
        manager.ones(new Shape(3, 2), DataType.INT64),
        "reconstruction: expected float32 or float64, got int64");
    fails(
        good,
        manager.ones(new Shape(2, 3)),
        "reconstruction: expected the shape of x, [3, 2], got [2, 3]");
    NDArray broken = manager.create(new float[] {1, 2, 3, Float.NaN, 5, 6}, new Shape(3, 2));
    fails(broken, good, "x: expected finite values, got NaN or an infinity in row 1");
    NDArray infinite =
        manager.create(new float[] {1, 2, 3, 4, Float.NEGATIVE_INFINITY, 6}, new Shape(3, 2));
    fails(
        good, infinite, "reconstruction: expected finite values, got NaN or an infinity in row 2");
  }

  @Test
  void wrongRowsAreNamed() {
    float[][] good = {{1, 2}, {3, 4}};
    fails(new float[0][], good, "x: expected [batch, dIn], got no rows");
    fails(
        good,
        new float[][] {{1, 2}, {3}},
        "reconstruction: expected rows of 2 values, got 1 in row 1");
    fails(
        good,
        new float[][] {{1, 2}},
        "reconstruction: expected the shape of x, [2, 2], got [1, 2]");
    fails(
        new float[][] {{1, 2}, {3, Float.POSITIVE_INFINITY}},
        good,
        "x: expected finite values, got NaN or an infinity in row 1");
  }

  private static void fails(NDArray x, NDArray reconstruction, String message) {
    assertThatThrownBy(() -> ReconstructionBatch.of(x, reconstruction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void fails(float[][] x, float[][] reconstruction, String message) {
    assertThatThrownBy(() -> ReconstructionBatch.of(x, reconstruction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
