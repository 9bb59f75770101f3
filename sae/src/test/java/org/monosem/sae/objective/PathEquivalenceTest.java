package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.random.Seed;

/** In float32, at a size where sums are long, both paths give the same numbers to rounding. */
class PathEquivalenceTest {
  private static final int D_IN = 48;
  private static final int D_SAE = 640;
  private static final int BATCH = 300;

  /** Biases from nearly all features active down to none. */
  @ParameterizedTest
  @ValueSource(doubles = {10, 0, -4, -10, -100})
  void sparseEqualsDense(double bias) {
    L1Objective objective =
        new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", BATCH, D_IN);
      DictionaryParameters p =
          new DictionaryParameters(
              random(manager, "wEnc", D_SAE, D_IN),
              random(manager, "bEnc", D_SAE).add(bias).duplicate(),
              random(manager, "wDec", D_SAE, D_IN),
              random(manager, "bDec", D_IN));
      // A pre-activation within rounding of zero could fall on either side; there is none here.
      NDArray pre = x.sub(p.bDec()).matMul(p.wEnc().transpose()).add(p.bEnc());
      assertThat(pre.abs().min().getFloat()).isGreaterThan(1e-6f);
      Workspace workspace = Workspace.of(manager, 128, D_SAE, DataType.FLOAT32);
      BatchGradient sparse =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepPath.SPARSE), workspace);
      BatchGradient dense =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepPath.DENSE), workspace);
      for (int k = 0; k < 4; k++) {
        assertClose(sparse.gradient().list().get(k), dense.gradient().list().get(k));
      }
      assertThat(sparse.firedRows().toLongArray()).isEqualTo(dense.firedRows().toLongArray());
      BatchStatistics a = sparse.statistics();
      BatchStatistics b = dense.statistics();
      assertThat(a.activeCount()).isEqualTo(b.activeCount());
      assertThat(a.activeCount()).isEqualTo(pre.gt(0).sum().getLong());
      assertThat(a.squaredError()).isCloseTo(b.squaredError(), within(1e-5 * b.squaredError()));
      assertThat(a.penalty()).isCloseTo(b.penalty(), within(1e-5 * b.penalty() + 1e-12));
    }
  }

  private static void assertClose(NDArray got, NDArray expected) {
    float largest = expected.abs().max().getFloat();
    float difference = got.sub(expected).abs().max().getFloat();
    assertThat(difference).isLessThanOrEqualTo(1e-5f * largest);
  }

  private static NDArray random(NDManager manager, String name, long... shape) {
    Shape s = new Shape(shape);
    var random = Seed.of(11).named(name).random();
    float[] values = new float[Math.toIntExact(s.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, s);
  }
}
