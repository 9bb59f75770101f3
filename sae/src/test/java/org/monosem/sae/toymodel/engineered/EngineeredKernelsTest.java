package org.monosem.sae.toymodel.engineered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.kernel.KernelModule;

/** Gradients and updates against PyTorch and numpy (golden.json), and against differences. */
class EngineeredKernelsTest {
  private static final KernelModule KERNELS =
      KernelModule.load(EngineeredTrainer.class, "engineered.py");

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Golden.Case> cases() {
    return Golden.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualAutograds(Golden.Case golden) {
    NDList found = gradient(golden, golden.parameters(manager));
    for (int i = 0; i < 3; i++) {
      assertClose("gradient " + i, found.get(i).toDoubleArray(), golden.gradient(i));
    }
    assertClose("losses", found.get(3).toDoubleArray(), golden.numbers("losses"));
    assertClose("losses", losses(golden, golden.parameters(manager)), golden.numbers("losses"));
  }

  /** Within rounding: a share of the largest value, which exp makes large. */
  private static void assertClose(String name, double[] found, double[] golden) {
    double largest = Arrays.stream(golden).map(Math::abs).max().orElseThrow();
    assertThat(found).as(name).containsExactly(golden, within(1e-12 * largest));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferences(Golden.Case golden) {
    NDList found = gradient(golden, golden.parameters(manager));
    double h = 1e-6;
    for (int i = 0; i < 3; i++) {
      double[] gradient = found.get(i).toDoubleArray();
      double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
      for (int k = 0; k < gradient.length; k += 3) {
        double slope = (moved(golden, i, k, h) - moved(golden, i, k, -h)) / (2 * h);
        assertThat(gradient[k]).as("%d[%d]", i, k).isCloseTo(slope, within(1e-7 * largest));
      }
    }
  }

  /** The sum of the runs' losses where one entry is moved. */
  private double moved(Golden.Case golden, int parameter, int entry, double by) {
    NDList p = golden.parameters(manager);
    double[] values = p.get(parameter).toDoubleArray();
    values[entry] += by;
    p.get(parameter).set(values);
    double[] losses = losses(golden, p);
    return losses[0] + losses[1];
  }

  private NDList gradient(Golden.Case golden, NDList p) {
    return KERNELS.call(
        manager,
        "gradient",
        golden.features(manager),
        p,
        golden.projection(manager, "projection"),
        golden.projection(manager, "target"),
        golden.task().code(),
        golden.activation().code(),
        golden.penalty());
  }

  private double[] losses(Golden.Case golden, NDList p) {
    return KERNELS
        .callForArray(
            manager,
            "losses",
            golden.features(manager),
            p,
            golden.projection(manager, "projection"),
            golden.projection(manager, "target"),
            golden.task().code(),
            golden.activation().code(),
            golden.penalty())
        .toDoubleArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lamb", "adam"})
  void twentyUpdatesEqualTheReferences(String name) {
    Map<?, ?> golden = (Map<?, ?>) Golden.read().get(name);
    List<?> start = (List<?>) golden.get("start");
    NDList p = arrays(start);
    NDList m = new NDList(p.get(0).zerosLike(), p.get(1).zerosLike());
    NDList v = new NDList(p.get(0).zerosLike(), p.get(1).zerosLike());
    List<?> gradients = (List<?>) golden.get("gradients");
    double[] factors = Golden.doubles(golden.get("factors"));
    for (int step = 0; step < factors.length; step++) {
      NDList g = arrays((List<?>) gradients.get(step));
      NDArray rates = Golden.array(manager, golden.get("rates"), 2).mul(factors[step]);
      if (name.equals("adam")) {
        KERNELS.run(name, p, g, m, v, rates, step + 1);
      } else {
        KERNELS.run(name, p, g, m, v, rates);
      }
    }
    for (int i = 0; i < 2; i++) {
      double[] end = Golden.doubles(((List<?>) golden.get("end")).get(i));
      assertThat(p.get(i).toDoubleArray()).containsExactly(end, within(1e-12));
      assertThat(end).isNotEqualTo(Golden.doubles(start.get(i)));
    }
  }

  private NDList arrays(List<?> values) {
    return new NDList(
        Golden.array(manager, values.get(0), 2, 3, 4), Golden.array(manager, values.get(1), 2, 5));
  }

  @Test
  void theRateIsPyTorchsCosineSteppedOn() {
    double[] golden = Golden.doubles(Golden.read().get("schedule"));
    for (int i = 0; i < golden.length; i++) {
      assertThat(ToySchedule.rateFactor(51L * i))
          .as("%d", 51 * i)
          .isCloseTo(golden[i], within(1e-9));
    }
    assertThat(ToySchedule.rateFactor(512)).isZero();
    assertThat(ToySchedule.rateFactor(1024)).isOne();
  }

  @Test
  void biasesDecayAfterTheUpdate() {
    Golden.Case golden = Golden.cases().findFirst().orElseThrow();
    NDList kept = stepped(golden, 1);
    NDList decayed = stepped(golden, 0.75);
    assertThat(decayed.get(0).toDoubleArray()).isEqualTo(kept.get(0).toDoubleArray());
    assertThat(decayed.get(2).toDoubleArray()).isEqualTo(kept.get(2).toDoubleArray());
    assertThat(decayed.get(1).toDoubleArray()).isEqualTo(kept.get(1).mul(0.75).toDoubleArray());
  }

  private NDList stepped(Golden.Case golden, double keep) {
    NDList p = golden.parameters(manager);
    NDList m = new NDList(p.get(0).zerosLike(), p.get(1).zerosLike(), p.get(2).zerosLike());
    NDList v = new NDList(p.get(0).zerosLike(), p.get(1).zerosLike(), p.get(2).zerosLike());
    NDArray ones = manager.ones(new ai.djl.ndarray.types.Shape(2), DataType.FLOAT64);
    KERNELS.run(
        "step",
        golden.features(manager),
        p,
        m,
        v,
        golden.projection(manager, "projection"),
        golden.projection(manager, "target"),
        ones.mul(0.01),
        ones.mul(keep),
        golden.task().code(),
        golden.activation().code(),
        0.0,
        0);
    return p;
  }
}
