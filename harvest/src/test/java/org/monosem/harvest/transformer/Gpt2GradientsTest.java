package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.TrainingPlan.Precision;

/** Central differences in float64, some elements of every weight. */
class Gpt2GradientsTest {
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @CsvSource({"GELU, false", "GELU_NEW, true"})
  void gradientsAreTheSlopesOfTheLoss(MlpActivation activation, boolean tied) {
    Gpt2Config config = new Gpt2Config(13, 6, 2, 2, 8, 12, activation, 1e-5, tied);
    long[][] batch = {{0, 5, 12, 5, 1, 7, 3}, {2, 2, 9, 4, 11, 0, 6}};
    try (NDManager manager = NDManager.newBaseManager()) {
      Gpt2Weights weights = doubles(config, manager);
      Gpt2Gradients gradients = new Gpt2Gradients(weights, Precision.FP32, manager);
      gradients.compute(batch, manager);
      List<double[]> slopes = gradients.arrays().stream().map(NDArray::toDoubleArray).toList();
      for (int i = 0; i < slopes.size(); i++) {
        NDArray flat = weights.arrays().get(i).flatten();
        int last = slopes.get(i).length - 1;
        for (int element : new int[] {last / 3, last}) {
          assertThat(slopes.get(i)[element])
              .as(weights.layout().entries().get(i).name() + " element " + element)
              .isCloseTo(difference(gradients, batch, flat, element), within(1e-6));
        }
      }
    }
  }

  @Test
  void manyContextsGiveTheMeanOverTheirTiles() {
    Gpt2Config config = new Gpt2Config(13, 400, 1, 2, 8, 12, MlpActivation.RELU, 1e-5, true);
    long[][] batch = new long[23][401];
    for (int i = 0; i < batch.length; i++) {
      for (int j = 0; j < 401; j++) {
        batch[i][j] = (i * 5L + (long) j * j) % 13;
      }
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      Gpt2Weights weights = doubles(config, manager);
      Gpt2Gradients gradients = new Gpt2Gradients(weights, Precision.FP32, manager);
      double together = gradients.compute(batch, manager);
      List<double[]> all = gradients.arrays().stream().map(NDArray::toDoubleArray).toList();
      double[] mean = new double[all.get(0).length];
      double loss = 0;
      for (long[] context : batch) {
        loss += gradients.compute(new long[][] {context}, manager) / batch.length;
        double[] one = gradients.arrays().get(0).toDoubleArray();
        for (int k = 0; k < mean.length; k++) {
          mean[k] += one[k] / batch.length;
        }
      }
      assertThat(together).isCloseTo(loss, within(1e-10));
      assertThat(all.get(0)).containsExactly(mean, within(1e-10));
    }
  }

  private static Gpt2Weights doubles(Gpt2Config config, NDManager manager) {
    Gpt2Weights floats = Gpt2Initializer.random(config, Seed.of(2), manager);
    List<NDArray> arrays =
        floats.arrays().stream().map(a -> a.toType(DataType.FLOAT64, true).mul(10)).toList();
    return new Gpt2Weights(floats.layout(), arrays);
  }

  private static double difference(
      Gpt2Gradients gradients, long[][] batch, NDArray flat, int element) {
    NDArray one = flat.get(element + ":" + (element + 1));
    one.addi(STEP);
    double above = gradients.compute(batch, flat.getManager());
    one.subi(2 * STEP);
    double below = gradients.compute(batch, flat.getManager());
    one.addi(STEP);
    return (above - below) / (2 * STEP);
  }
}
