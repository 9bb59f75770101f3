package org.monosem.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

class DigitClassifierTest {
  private static final KernelModule KERNELS =
      KernelModule.load(DigitClassifier.class, "classifier.py");

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
  void slopesAreFiniteDifferences() {
    NDArray x = normal(1, 6, 5);
    NDArray y = manager.create(new long[] {0, 2, 1, 2, 0, 1});
    List<NDArray> weights = List.of(normal(2, 4, 5), normal(3, 4), normal(4, 3, 4), normal(5, 3));
    NDList slopes = KERNELS.call(manager, "slopes", x, y, weights);
    double step = 1e-6;
    for (int i = 0; i < 4; i++) {
      double[] found = slopes.get(i).toDoubleArray();
      for (int k = 0; k < found.length; k++) {
        double above = loss(x, y, moved(weights, i, k, step));
        double below = loss(x, y, moved(weights, i, k, -step));
        assertThat(found[k]).isCloseTo((above - below) / (2 * step), within(1e-8));
      }
    }
  }

  @Test
  void anUpdateIsAdams() {
    NDArray x = normal(1, 6, 5);
    NDArray y = manager.create(new long[] {0, 2, 1, 2, 0, 1});
    List<NDArray> weights = List.of(normal(2, 4, 5), normal(3, 4), normal(4, 3, 4), normal(5, 3));
    List<NDArray> first = weights.stream().map(w -> w.mul(0.1)).toList();
    List<NDArray> second = weights.stream().map(w -> w.mul(w)).toList();
    NDList slopes = KERNELS.call(manager, "slopes", x, y, weights);
    double[] g = slopes.get(2).toDoubleArray();
    double[] before = weights.get(2).toDoubleArray();
    KERNELS.run("update", x, y, weights, first, second, 0.01, 3);
    double[] after = weights.get(2).toDoubleArray();
    for (int k = 0; k < g.length; k++) {
      double m = 0.9 * 0.1 * before[k] + 0.1 * g[k];
      double v = 0.999 * before[k] * before[k] + 0.001 * g[k] * g[k];
      double move =
          0.01 * (m / (1 - Math.pow(0.9, 3))) / (Math.sqrt(v / (1 - Math.pow(0.999, 3))) + 1e-8);
      assertThat(after[k]).isCloseTo(before[k] - move, within(1e-12));
    }
  }

  @Test
  void itLearnsWrittenDigitsAndTheSameEveryTime() {
    DigitImages images = WrittenDigits.write(600, Seed.of(2));
    DigitPlan plan = DigitPlan.published(Seed.of(1)).withSizes(24, 8);
    int before = manager.getManagedArrays().size();
    DigitClassifier one = DigitClassifier.train(images, plan, manager, epochs -> {});
    assertThat(manager.getManagedArrays()).hasSize(before + 4);
    assertThat(one.accuracy(images)).isGreaterThan(0.5); // by chance 0.1; 40 updates
    assertThat(manager.getManagedArrays()).hasSize(before + 4);
    DigitClassifier other = DigitClassifier.train(images, plan, manager, epochs -> {});
    assertThat(other.hidden(images, manager)).isEqualTo(one.hidden(images, manager));
  }

  @Test
  void writtenDigitsFollowFromTheSeedAndAreAllThere() {
    DigitImages images = WrittenDigits.write(200, Seed.of(4));
    DigitImages more = WrittenDigits.write(300, Seed.of(4));
    for (int i = 0; i < 200; i++) {
      int image = i;
      assertThat(images.label(i)).isEqualTo(more.label(i));
      int ink = IntStream.range(0, 784).map(k -> images.pixel(image, k) > 128 ? 1 : 0).sum();
      assertThat(ink).isBetween(20, 350);
      assertThat(
              IntStream.range(0, 784).allMatch(k -> images.pixel(image, k) == more.pixel(image, k)))
          .isTrue();
    }
    assertThat(IntStream.range(0, 200).map(images::label).distinct().count()).isEqualTo(10);
  }

  private double loss(NDArray x, NDArray y, List<NDArray> weights) {
    return KERNELS.call(manager, "slopes", x, y, weights).get(4).toDoubleArray()[0];
  }

  private List<NDArray> moved(List<NDArray> weights, int array, int place, double by) {
    return IntStream.range(0, 4)
        .mapToObj(
            i -> {
              double[] values = weights.get(i).toDoubleArray();
              if (i == array) {
                values[place] += by;
              }
              return manager.create(values, weights.get(i).getShape());
            })
        .toList();
  }

  private NDArray normal(long seed, long... shape) {
    Shape of = new Shape(shape);
    SplittableRandom random = Seed.of(seed).random();
    double[] values = new double[(int) of.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return manager.create(values, of);
  }
}
