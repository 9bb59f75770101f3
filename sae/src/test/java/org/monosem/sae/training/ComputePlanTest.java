package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.term.EmbeddingTerm;

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
  void theArraysOfATermCount() {
    Recipe recipe = Recipe.topK2024(512, 131_072, 32);
    EmbeddingTerm term = EmbeddingTerm.of(0.1);
    TrainingPlan without = TrainingPlan.of(recipe, 131_072, new RunLength(9, 8192), 1);
    TrainingPlan with = TrainingPlan.of(recipe.withTerm(term), 131_072, new RunLength(9, 8192), 1);
    long bytes = term.bytes(new DictionaryWidths(512, 131_072, 512), 8192);
    assertThat(bytes).isGreaterThan(5L * 4 * 256 * 131_072);
    assertThat(with.memory(512).total()).isEqualTo(without.memory(512).total() + bytes);
    assertThat(with.memory(512))
        .hasToString(
            without
                    .memory(512)
                    .toString()
                    .replaceFirst(
                        "[0-9,]+ MB",
                        String.format(Locale.ROOT, "%,d MB", with.memory(512).total() >> 20))
                + String.format(Locale.ROOT, ", terms %,d", bytes >> 20));
    long budget = 6 * GIGABYTE;
    assertThat(with.within(budget, 512).memory(512).total()).isLessThanOrEqualTo(budget);
    assertThat(with.within(budget, 512).compute().mostPairs())
        .isLessThan(without.within(budget, 512).compute().mostPairs());
    assertThat(without.within(3 * GIGABYTE, 512).memory(512).terms()).isZero();
    assertThatThrownBy(() -> with.within(3 * GIGABYTE, 512))
        .hasMessageMatching("memory: 131072 features of width 512 need at least [34],.*");
  }

  @Test
  void sizesMustBePositive() {
    assertThatThrownBy(() -> ComputePlan.of(4, 4).withTileRows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tileRows: expected at least 1, got 0");
  }
}
