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
    TrainingPlan plan = plan(dSae, precision);
    StepCosts costs = StepCostMeter.measure(Device.cpu(), plan, dIn);
    assertThat(costs.dense()).isPositive();
    assertThat(costs.encoder()).isPositive();
    assertThat(costs.hot()).isPositive();
    assertThat(costs.pair()).isPositive();
  }

  @Test
  void objectivesWithArraysAndEstimatesOfTheirOwnAreMeasured() {
    for (Recipe recipe :
        new Recipe[] {Recipe.jumpRelu2024(9), Recipe.gated2024(), Recipe.pAnneal2024()}) {
      TrainingPlan plan = TrainingPlan.of(recipe, 64, new RunLength(10, 64), 1);
      assertThat(StepCostMeter.measure(Device.cpu(), plan, 8).pair()).isPositive();
    }
  }

  @Test
  void theFastestPlanIsExactAndMeasured() {
    TrainingPlan start = plan(64, Precision.BF16);
    TrainingPlan plan = StepCostMeter.fastest(Device.cpu(), start, 16);
    assertThat(plan.compute().precision()).isIn(Precision.FP32, Precision.FP32_VIA_BF16);
    assertThat(plan.compute().costs()).isNotEqualTo(start.compute().costs());
    assertThat(plan.compute().tileRows()).isEqualTo(start.compute().tileRows());
  }

  private static TrainingPlan plan(int dSae, Precision precision) {
    RunLength length = new RunLength(10, 64);
    TrainingPlan plan = TrainingPlan.of(Recipe.aprilUpdate2024(), dSae, length, 1);
    return plan.withCompute(plan.compute().withPrecision(precision));
  }
}
