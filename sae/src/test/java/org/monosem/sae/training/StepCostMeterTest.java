package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.encoder.Precision;

class StepCostMeterTest {
  @ParameterizedTest
  @CsvSource({"FP32, 256, 32", "FP32_VIA_BF16, 256, 32", "BF16, 100, 30", "FP32, 1, 4"})
  void everyPathIsMeasured(Precision precision, int dSae, int dIn) {
    ComputePlan compute = ComputePlan.of(dSae, 64).withPrecision(precision);
    StepCosts costs =
        StepCostMeter.measure(
            Device.cpu(), Recipe.aprilUpdate2024().objective(), compute, dSae, dIn);
    assertThat(costs.dense()).isPositive();
    assertThat(costs.encoder()).isPositive();
    assertThat(costs.hot()).isPositive();
    assertThat(costs.pair()).isPositive();
  }

  @Test
  void theFastestPlanIsExactAndMeasured() {
    ComputePlan start = ComputePlan.of(64, 32);
    ComputePlan plan =
        StepCostMeter.fastest(
            Device.cpu(), Recipe.towardsMonosemanticity2023().objective(), start, 64, 16);
    assertThat(plan.precision()).isIn(Precision.FP32, Precision.FP32_VIA_BF16);
    assertThat(plan.costs()).isNotEqualTo(start.costs());
    assertThat(plan.tileRows()).isEqualTo(start.tileRows());
  }
}
