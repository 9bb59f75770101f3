package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;

/** The gradient by thresholds, and through them by biases, against its formula pair by pair. */
class JumpSurrogateTest {
  private static final double BANDWIDTH = 0.7;
  private static final int BATCH = 31;
  private static final DictionaryWidths WIDTHS = new DictionaryWidths(5, 12, 4);

  static Stream<Arguments> cases() {
    return Stream.of(
            new SparsityLoss.Step(),
            new SparsityLoss.Quadratic(3),
            new SparsityLoss.Quadratic(12),
            new SparsityLoss.Tanh(0.8))
        .flatMap(
            sparsity ->
                Stream.of(true, false)
                    .map(
                        through ->
                            new JumpReluObjective(
                                ErrorReduction.SUM,
                                false,
                                sparsity,
                                1.3,
                                new JumpThreshold(0, BANDWIDTH, through))))
        .flatMap(
            objective ->
                Stream.of(StepRoute.DENSE, StepRoute.SPARSE)
                    .map(route -> Arguments.of(objective, route)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheStatedOne(JumpReluObjective objective, StepRoute route) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch.Sizes sizes = new RandomBatch.Sizes(WIDTHS, BATCH, 0);
      RandomBatch batch = RandomBatch.of(manager, objective, sizes, DataType.FLOAT64);
      BatchGradient got =
          objective.gradient(
              manager,
              batch.p(),
              batch.request(objective, 1, route),
              batch.workspace(Precision.FP32, 10));
      Expected expected = new Expected(objective, batch);
      expected.compute();
      Map<String, double[]> gradient = SlowObjective.values(got.gradient());
      double[] thresholds = gradient.get("threshold");
      for (int i = 0; i < thresholds.length; i++) {
        assertThat(thresholds[i]).as("t %d", i).isCloseTo(expected.threshold[i], within(1e-10));
        assertThat(gradient.get("bEnc")[i]).isCloseTo(expected.bias[i], within(1e-10));
      }
      assertThat(Arrays.stream(thresholds).anyMatch(value -> value != 0)).isTrue();
      assertThat(expected.belowThreshold).as("pairs that move what they do not use").isPositive();
      // Only a target above L0 pulls thresholds down that act as zero.
      assertThat(expected.held > 0).isEqualTo(objective.sparsity().number() == 12);
    }
  }

  private static final class Expected {
    final double[] threshold = new double[WIDTHS.dSae()];
    final double[] bias = new double[WIDTHS.dSae()];
    int belowThreshold;
    int held;
    private final JumpReluObjective objective;
    private final SlowObjective slow;
    private final Map<String, double[]> p;

    Expected(JumpReluObjective objective, RandomBatch batch) {
      this.objective = objective;
      this.slow = new SlowObjective(objective, batch, 1);
      this.p = SlowObjective.values(batch.p());
    }

    void compute() {
      double count = 0;
      for (int row = 0; row < BATCH; row++) {
        for (int i = 0; i < threshold.length; i++) {
          count += h(row, i) > t(i) ? 1 : 0;
        }
      }
      double each = each(count / BATCH);
      for (int row = 0; row < BATCH; row++) {
        addRow(row, each);
      }
      for (int i = 0; i < threshold.length; i++) {
        if (p.get("threshold")[i] <= 0 && threshold[i] > 0) {
          threshold[i] = 0;
          held++;
        }
      }
    }

    /** The gradient by one more active pair. */
    private double each(double l0) {
      double one = objective.coefficient() / BATCH;
      if (objective.sparsity() instanceof SparsityLoss.Quadratic q) {
        return one * 2 * (l0 / q.target() - 1) / q.target();
      }
      return objective.sparsity() instanceof SparsityLoss.Step ? one : 0;
    }

    private void addRow(int row, double each) {
      double[] f = new double[threshold.length];
      for (int i = 0; i < f.length; i++) {
        f[i] = h(row, i) > t(i) ? h(row, i) : 0;
      }
      for (int i = 0; i < f.length; i++) {
        double df = 0;
        for (int d = 0; d < WIDTHS.dOut(); d++) {
          df += 2.0 / BATCH * slow.error(p, f, row, d) * p.get("wDec")[i * WIDTHS.dOut() + d];
        }
        if (objective.sparsity() instanceof SparsityLoss.Tanh tanh) {
          double level = Math.tanh(tanh.scale() * f[i]);
          df += objective.coefficient() / BATCH * tanh.scale() * (1 - level * level);
        }
        boolean inside = Math.abs(h(row, i) - t(i)) / BANDWIDTH < 0.5;
        double jump = inside ? (t(i) * df + each) / BANDWIDTH : 0;
        belowThreshold += jump != 0 && f[i] == 0 ? 1 : 0;
        threshold[i] -= jump;
        bias[i] += (f[i] > 0 ? df : 0);
        bias[i] += objective.threshold().throughPreActivation() ? jump : 0;
      }
    }

    private double t(int i) {
      return Math.max(p.get("threshold")[i], 0);
    }

    private double h(int row, int i) {
      return slow.preActivation(false, p, row, i) + p.get("bEnc")[i];
    }
  }
}
