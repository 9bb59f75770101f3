package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;

/**
 * More than 2^31 / dIn active pairs: operators that expand each pair to a row of dIn elements
 * overflow 32 bits there (libtorch's own backward of embedding_bag among them); ours must not.
 */
@Tag("long")
class ManyPairsTest {
  private static final int D_IN = 512;
  private static final int D_SAE = 2048;
  private static final int BATCH = 8192;

  @Test
  void pairsTimesWidthMayExceedThirtyTwoBits() {
    L1Objective objective = new L1Objective(ErrorReduction.MEAN, PenaltyWeight.ONE, true, 0.1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", 1, BATCH, D_IN);
      NDArray w = random(manager, "w", 1 / Math.sqrt(D_IN), D_SAE, D_IN);
      DictionaryParameters p =
          new DictionaryParameters(
              w, manager.zeros(new Shape(D_SAE)), w, manager.zeros(new Shape(D_IN)));
      ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, 1024);
      Workspace workspace = Workspace.of(manager, Precision.FP32, sizes, DataType.FLOAT32);
      BatchGradient sparse =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.SPARSE), workspace);
      BatchGradient dense =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.DENSE), workspace);
      assertThat(sparse.statistics(BATCH).activeCount() * D_IN).isGreaterThan(1L << 31);
      for (int k = 0; k < 4; k++) {
        NDArray expected = dense.gradient().list().get(k);
        NDArray difference = sparse.gradient().list().get(k).sub(expected);
        // Some of eight million pre-activations lie within rounding of zero and change sides.
        assertThat(difference.abs().max().getFloat())
            .isLessThan(1e-3f * expected.abs().max().getFloat());
      }
    }
  }

  private static NDArray random(
      NDManager manager, String name, double scale, int rows, int columns) {
    SplittableRandom random = Seed.of(5).named(name).random();
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, new Shape(rows, columns));
  }
}
