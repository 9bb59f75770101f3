package org.monosem.sae.toymodel.superposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.toymodel.AdamW;
import org.monosem.sae.toymodel.Golden;

class SuperpositionKernelTest {
  private static final KernelModule KERNELS =
      KernelModule.load(SuperpositionTrainer.class, "superposition.py");

  private static final Golden GOLDEN =
      Golden.read(SuperpositionKernelTest.class, "superposition_golden.json");

  private static final List<Golden> CASES = GOLDEN.cases("instances");

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final NDArray w = Golden.stacked(manager, CASES, "w", new Shape(2, 4, 3));
  private final NDArray b = Golden.stacked(manager, CASES, "b", new Shape(2, 4));
  private final NDArray x = Golden.stacked(manager, CASES, "x", new Shape(2, 5, 4));
  private final NDArray importance = manager.create(GOLDEN.numbers("importance"));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void lossAndGradientEqualPyTorchs() {
    NDList found = gradient();
    for (int i = 0; i < 2; i++) {
      Golden own = CASES.get(i);
      assertThat(found.get(0).getDouble(i)).isCloseTo(own.number("loss"), within(1e-12));
      assertThat(found.get(1).get(i).toDoubleArray())
          .containsExactly(own.numbers("gw"), within(1e-12));
      assertThat(found.get(2).get(i).toDoubleArray())
          .containsExactly(own.numbers("gb"), within(1e-12));
    }
  }

  @Test
  void theGradientIsTheLossesSlope() {
    double[] gw = gradient().get(1).toDoubleArray();
    double[] gb = gradient().get(2).toDoubleArray();
    for (int i = 0; i < gw.length; i++) {
      assertThat(gw[i]).isCloseTo(slope(w, i), within(1e-7));
    }
    for (int i = 0; i < gb.length; i++) {
      assertThat(gb[i]).isCloseTo(slope(b, i), within(1e-7));
    }
  }

  @Test
  void featuresArePresentByTheirProbabilityAndUniformThen() {
    NDArray p = manager.create(new double[] {1, 0.3, 0.01}, new Shape(3, 1, 1));
    NDArray drawn = KERNELS.callForArray(manager, "features", p, 20_000, 5, 3L);
    for (int i = 0; i < 3; i++) {
      double[] values = drawn.get(i).toDoubleArray();
      double probability = p.getDouble(i);
      double[] present = Arrays.stream(values).filter(value -> value != 0).toArray();
      double expected = probability * values.length;
      assertThat((double) present.length).isCloseTo(expected, within(5 * Math.sqrt(expected)));
      assertThat(Arrays.stream(present)).allMatch(value -> value > 0 && value < 1);
      double mean = Arrays.stream(present).average().orElseThrow();
      assertThat(mean).isCloseTo(0.5, within(1.5 / Math.sqrt(present.length)));
    }
  }

  @Test
  void stepsAreThoseOfAdamWOnTheDrawnFeatures() {
    AdamW slowW = new AdamW(w.toDoubleArray());
    AdamW slowB = new AdamW(b.toDoubleArray());
    NDArray p = manager.create(new double[] {0.9, 0.4}, new Shape(2, 1, 1));
    NDArray atW = w.duplicate();
    NDArray atB = b.duplicate();
    double[] loss = {};
    for (int step = 0; step < 3; step++) {
      NDArray drawn = KERNELS.callForArray(manager, "features", p, 6, 4, 40L + step);
      NDList found = KERNELS.call(manager, "gradient", atW, atB, drawn, importance);
      loss = found.get(0).toDoubleArray();
      atW.set(slowW.step(found.get(1).toDoubleArray(), 0.05, 0.1));
      atB.set(slowB.step(found.get(2).toDoubleArray(), 0.05, 0.1));
    }
    NDList steps = new NDList(manager.zeros(new Shape()), manager.zeros(new Shape()));
    NDList changed =
        KERNELS.call(
            manager,
            "train",
            new NDList(w, b),
            zeros(),
            zeros(),
            steps,
            importance,
            p,
            6,
            40L,
            3,
            0.05,
            0.1);
    assertThat(changed.get(0).toDoubleArray()).containsExactly(loss, within(1e-12));
    assertThat(w.toDoubleArray()).containsExactly(atW.toDoubleArray(), within(1e-12));
    assertThat(b.toDoubleArray()).containsExactly(atB.toDoubleArray(), within(1e-12));
  }

  private NDList zeros() {
    return new NDList(w.zerosLike(), b.zerosLike());
  }

  private NDList gradient() {
    return KERNELS.call(manager, "gradient", w, b, x, importance);
  }

  private double slope(NDArray parameter, int index) {
    return (lossWith(parameter, index, 1e-6) - lossWith(parameter, index, -1e-6)) / 2e-6;
  }

  private double lossWith(NDArray parameter, int index, double by) {
    double[] values = parameter.toDoubleArray();
    double before = values[index];
    values[index] = before + by;
    parameter.set(values);
    double loss = gradient().get(0).sum().toType(DataType.FLOAT64, false).getDouble();
    values[index] = before;
    parameter.set(values);
    return loss;
  }
}
