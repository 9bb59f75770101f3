package org.monosem.sae.toymodel.collision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.toymodel.Golden;

class CollisionKernelTest {
  private static final KernelModule KERNELS =
      KernelModule.load(CollisionTrainer.class, "collision.py");

  private static final Golden GOLDEN =
      Golden.read(CollisionKernelTest.class, "collision_golden.json");

  private static final List<Golden> TRAINED = GOLDEN.cases("trained");
  private static final List<Golden> NOISY = GOLDEN.cases("noisy");
  private static final Shape SHAPE = new Shape(2, 4, 3);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void lossAndGradientEqualPyTorchs() {
    NDArray w = Golden.stacked(manager, TRAINED, "start", SHAPE);
    NDList found = KERNELS.call(manager, "gradient", w, 0.05);
    for (int i = 0; i < 2; i++) {
      assertThat(found.get(0).getDouble(i))
          .isCloseTo(TRAINED.get(i).numbers("losses")[0], within(1e-12));
      assertThat(found.get(1).get(i).toDoubleArray())
          .containsExactly(TRAINED.get(i).numbers("gradient"), within(1e-12));
    }
  }

  @Test
  void fiveStepsEqualPyTorchsAdamW() {
    NDArray w = Golden.stacked(manager, TRAINED, "start", SHAPE);
    NDArray first = w.zerosLike();
    NDArray second = w.zerosLike();
    NDArray step = manager.zeros(new Shape());
    KERNELS.run("train", w, first, second, step, 2, 1e-2, 0.01, 0.05);
    NDList last = KERNELS.call(manager, "train", w, first, second, step, 3, 1e-2, 0.01, 0.05);
    for (int i = 0; i < 2; i++) {
      assertThat(last.get(0).getDouble(i))
          .isCloseTo(TRAINED.get(i).numbers("losses")[4], within(1e-11));
      assertThat(w.get(i).toDoubleArray())
          .containsExactly(TRAINED.get(i).numbers("end"), within(1e-11));
    }
  }

  @Test
  void theGradientsAreTheLossesSlopes() {
    NDArray w = Golden.stacked(manager, NOISY, "w", SHAPE);
    NDArray noise = Golden.stacked(manager, NOISY, "noise", SHAPE);
    double[] plain = KERNELS.call(manager, "gradient", w, 0.05).get(1).toDoubleArray();
    double[] noisy = KERNELS.call(manager, "noisy_gradient", w, noise).get(1).toDoubleArray();
    for (int i = 0; i < plain.length; i++) {
      assertThat(plain[i]).isCloseTo(slope(w, i, "gradient", 0.05), within(1e-6));
      assertThat(noisy[i]).isCloseTo(slope(w, i, "noisy_gradient", noise), within(1e-6));
    }
  }

  @Test
  void theGradientUnderNoiseEqualsPyTorchs() {
    NDArray w = Golden.stacked(manager, NOISY, "w", SHAPE);
    NDArray noise = Golden.stacked(manager, NOISY, "noise", SHAPE);
    NDList found = KERNELS.call(manager, "noisy_gradient", w, noise);
    for (int i = 0; i < 2; i++) {
      assertThat(found.get(0).getDouble(i)).isCloseTo(NOISY.get(i).number("loss"), within(1e-12));
      assertThat(found.get(1).get(i).toDoubleArray())
          .containsExactly(NOISY.get(i).numbers("gradient"), within(1e-12));
    }
  }

  @Test
  void halfTheNoiseHasTwoValuesTheOtherHalfIsNormal() {
    NDArray sigma = manager.create(new double[] {0.5, 2}, new Shape(2, 1, 1));
    NDArray noise = KERNELS.callForArray(manager, "noise", sigma, 200, 100, 4L);
    assertThat(noise.getShape()).isEqualTo(new Shape(4, 200, 100));
    for (int i = 0; i < 4; i++) {
      double[] values = noise.get(i).toDoubleArray();
      double deviation = sigma.getDouble(i % 2);
      assertThat(moment(values, 1) / deviation).isCloseTo(0, within(0.04));
      assertThat(moment(values, 2) / Math.pow(deviation, 2)).isCloseTo(1, within(0.05));
      double kurtosis = moment(values, 4) / Math.pow(deviation, 4);
      assertThat(kurtosis).isCloseTo(i < 2 ? 1 : 3, within(0.2));
    }
  }

  @Test
  void descentTakesTheGradientUnderThatNoise() {
    NDArray w = Golden.stacked(manager, NOISY, "w", SHAPE);
    NDArray slow = w.duplicate();
    NDArray sigma = manager.create(new double[] {0.3}, new Shape(1, 1, 1));
    for (int step = 0; step < 4; step++) {
      NDArray noise = KERNELS.callForArray(manager, "noise", sigma, 4, 3, 11L + step);
      NDArray gradient = KERNELS.call(manager, "noisy_gradient", slow, noise).get(1);
      slow = slow.sub(gradient.mul(0.02));
    }
    KERNELS.run("descend", w, sigma, 11L, 4, 0.02);
    assertThat(w.toDoubleArray()).containsExactly(slow.toDoubleArray(), within(1e-12));
  }

  @Test
  void aUnitIsPolysemanticIfOnForTwo() {
    NDArray w =
        manager.create(
            new double[] {
              1, 0.8, 1.2, 1.3, 0.79, // feature by feature, five units
              -1, 0.1, 1.2, 1.0, 1.0,
              1, 0.1, 0.9, 0.0, 0.0
            },
            new Shape(1, 3, 5));
    assertThat(KERNELS.callForArray(manager, "polysemantic", w, 0.8, 1.2).toLongArray())
        .containsExactly(2);
    assertThat(KERNELS.callForArray(manager, "fourth", w.get("0:1, 0:1")).toDoubleArray())
        .containsExactly(
            new double[] {
              1 + Math.pow(0.8, 4) + Math.pow(1.2, 4) + Math.pow(1.3, 4) + Math.pow(0.79, 4)
            },
            within(1e-12));
  }

  private double slope(NDArray w, int index, String kernel, Object argument) {
    double[] values = w.toDoubleArray();
    double before = values[index];
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      values[index] = before + (side == 0 ? -1e-6 : 1e-6);
      w.set(values);
      losses[side] = KERNELS.call(manager, kernel, w, argument).get(0).sum().getDouble();
    }
    values[index] = before;
    w.set(values);
    return (losses[1] - losses[0]) / 2e-6;
  }

  private static double moment(double[] values, int power) {
    return Arrays.stream(values).map(v -> Math.pow(v, power)).average().orElseThrow();
  }
}
