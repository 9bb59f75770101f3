package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;

class RouteChooserTest {
  private static final int FEATURES = 100;
  private static final int ROWS = 1000;

  /** Sparse and dense cost the same at a density of 0.2; a feature is hot above 0.25. */
  private static final StepCosts COSTS = new StepCosts(30, 10, 25, 100);

  private static final ComputePlan COMPUTE = new ComputePlan(Precision.FP32, 64, 1 << 20, COSTS);

  @Test
  void thePathChangesOnlyBeyondTheHysteresis() {
    assertThat(next(StepRoute.DENSE, uniform(0.19))).isEqualTo(StepRoute.DENSE);
    assertThat(next(StepRoute.DENSE, uniform(0.15))).isEqualTo(StepRoute.SPARSE.expecting(15_000));
    assertThat(next(StepRoute.SPARSE, uniform(0.205)).path()).isEqualTo(StepPath.SPARSE);
    assertThat(next(StepRoute.SPARSE, uniform(0.22))).isEqualTo(StepRoute.DENSE);
  }

  @Test
  void featuresThatFireOftenAreTreatedDensely() {
    long[] fired = uniform(0.01);
    fired[3] = 900;
    fired[70] = 1000;
    fired[71] = 260;
    StepRoute hybrid = next(StepRoute.SPARSE, fired);
    assertThat(hybrid).isEqualTo(StepRoute.hybrid(List.of(3, 70)).expecting(97 * 10 + 260));
    fired[3] = 240;
    assertThat(next(hybrid, fired).hotFeatures()).contains(3);
    fired[3] = 200;
    assertThat(next(hybrid, fired).hotFeatures()).doesNotContain(3);
  }

  @Test
  void moreActivePairsThanMemoryAllowsGoDense() {
    ComputePlan small = new ComputePlan(Precision.FP32, 64, 999, COSTS);
    assertThat(RouteChooser.next(StepRoute.SPARSE, uniform(0.01), ROWS, small))
        .isEqualTo(StepRoute.DENSE);
  }

  @Test
  void oneEndOfTheCostsMakesEachPathTheOnlyOne() {
    for (StepPath path : StepPath.values()) {
      ComputePlan compute = COMPUTE.withCosts(StepCosts.always(path));
      for (double density : new double[] {0.001, 0.1, 1}) {
        for (StepRoute last : new StepRoute[] {StepRoute.DENSE, StepRoute.SPARSE}) {
          StepRoute next = RouteChooser.next(last, uniform(density), ROWS, compute);
          assertThat(next.path()).isEqualTo(path);
        }
      }
    }
  }

  @Test
  void costsMustBeNumbers() {
    assertThatThrownBy(() -> new StepCosts(1, -1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step costs: expected finite numbers of at least 0, got -1.0");
  }

  private static StepRoute next(StepRoute last, long[] fired) {
    return RouteChooser.next(last, fired, ROWS, COMPUTE);
  }

  private static long[] uniform(double density) {
    long[] fired = new long[FEATURES];
    Arrays.setAll(fired, i -> Math.round(density * ROWS));
    assertThat(IntStream.range(0, FEATURES).filter(i -> fired[i] > 0)).hasSize(FEATURES);
    return fired;
  }
}
