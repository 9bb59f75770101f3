package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.encoder.Precision;

class ComputePlanTest {
  private static final long GIGABYTE = 1L << 30;

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP32_VIA_BF16"})
  void tilesAndPairsShrinkUntilTheTrainingFits(Precision precision) {
    ComputePlan plan = ComputePlan.of(131_072, 8192).withPrecision(precision);
    for (long gigabytes : new long[] {3, 4, 8}) {
      long budget = gigabytes * GIGABYTE;
      ComputePlan fitted = plan.within(budget, 131_072, 512, 8192);
      assertThat(fitted.memory(131_072, 512, 8192).total()).isLessThanOrEqualTo(budget);
      assertThat(fitted.tileRows()).isBetween(1, plan.tileRows());
      assertThat(fitted.mostPairs()).isBetween(1L, plan.mostPairs());
    }
    assertThat(plan.within(100 * GIGABYTE, 131_072, 512, 8192)).isEqualTo(plan);
  }

  @Test
  void tooLittleMemoryIsAnErrorThatSaysHowMuchIsNeeded() {
    assertThatThrownBy(() -> ComputePlan.of(131_072, 8192).within(GIGABYTE, 131_072, 512, 8192))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "memory: 131072 features of width 512 need at least 2,\\d{3},\\d{3},\\d{3} bytes,"
                + " got 1,073,741,824");
  }

  @Test
  void sizesMustBePositive() {
    assertThatThrownBy(() -> ComputePlan.of(4, 4).withTileRows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tileRows: expected at least 1, got 0");
  }
}
