package org.monosem.sae.toymodel.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.random.Seed;

class ClosedFormTest {
  /** Capacities and loss of this problem come from 40 runs of L-BFGS in SciPy. */
  @Test
  void aWorkedExample() {
    QuadraticModel model =
        new QuadraticModel(List.of(1.771, 1.737, 1.686, 1.275, 1.006, 0.207), 3, 4);
    CapacityAllocation optimum = ClosedForm.optimum(model);
    double[] expected = {0.895, 0.859, 0.804, 0.365, 0.077, 0};
    for (int i = 0; i < 6; i++) {
      assertThat(optimum.capacities().get(i)).isCloseTo(expected[i], within(1e-3));
    }
    assertThat(optimum.loss()).isCloseTo(9.512583, within(2e-3));
    assertThat(optimum.total()).isCloseTo(3, within(1e-12));
    assertThat(optimum.phases())
        .containsExactly(
            Phase.SHARED, Phase.SHARED, Phase.SHARED, Phase.SHARED, Phase.SHARED, Phase.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({"1.5, 0.7", "2.5, 0.92857142857142857", "2.9, 0.98717948717948717", "3, 1", "7, 1"})
  void twoFeaturesInOneDimension(double ratio, double capacity) {
    CapacityAllocation optimum = ClosedForm.optimum(new QuadraticModel(List.of(1.0, ratio), 1, 6));
    assertThat(optimum.capacities().get(1)).isCloseTo(capacity, within(1e-12));
    assertThat(optimum.capacities().get(0)).isCloseTo(1 - capacity, within(1e-12));
  }

  @Test
  void thePhasesEndWhereThePriceSays() {
    List<Double> importances = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      importances.add(0.05 * i);
    }
    QuadraticModel model = new QuadraticModel(importances, 20, 5);
    double price = ClosedForm.price(model);
    List<Phase> phases = ClosedForm.optimum(model).phases();
    assertThat(phases).contains(Phase.IGNORED, Phase.SHARED, Phase.MONOSEMANTIC);
    for (int i = 0; i < 60; i++) {
      double v = importances.get(i);
      Phase expected =
          v <= Math.sqrt(2 * price) / 5
              ? Phase.IGNORED
              : v >= Math.sqrt(price / 2) ? Phase.MONOSEMANTIC : Phase.SHARED;
      assertThat(phases.get(i)).isEqualTo(expected);
    }
  }

  @Test
  void withoutDiminishingReturnsTheMostImportantTakeAll() {
    for (double f : new double[] {0.5, 2}) {
      QuadraticModel model = new QuadraticModel(List.of(1.0, 3.0, 2.0), 2, f);
      CapacityAllocation optimum = ClosedForm.optimum(model);
      assertThat(optimum.capacities()).containsExactly(0.0, 1.0, 1.0);
      assertThat(optimum.loss()).isCloseTo(f, within(1e-12));
      assertThatThrownBy(() -> ClosedForm.price(model))
          .hasMessage(
              "model: expected F above 2 and fewer dimensions than features, got F="
                  + f
                  + ", dims=2, features=3");
    }
  }

  @Test
  void withRoomForAllNoneIsLost() {
    CapacityAllocation optimum = ClosedForm.optimum(new QuadraticModel(List.of(1.0, 3.0), 2, 9));
    assertThat(optimum.capacities()).containsExactly(1.0, 1.0);
    assertThat(optimum.loss()).isZero();
  }

  @Test
  void aSearchWithoutTheTheoryFindsTheSame() {
    SplittableRandom random = Seed.of(11).random();
    double[] squareVariances = {1.5, 3, 4, 8, 20};
    for (int problem = 0; problem < squareVariances.length; problem++) {
      List<Double> importances = new ArrayList<>();
      for (int i = 0; i < 6 + problem; i++) {
        importances.add(0.2 + 1.8 * random.nextDouble());
      }
      QuadraticModel model =
          new QuadraticModel(importances, 2 + problem % 3, squareVariances[problem]);
      NumericOptimum found = NumericOptimum.search(model, 12, Seed.of(problem));
      CapacityAllocation theory = ClosedForm.optimum(model);
      assertThat(found.allocation().loss()).isCloseTo(theory.loss(), within(1e-6));
      assertThat(found.allocation().maxDifference(theory)).isLessThan(1e-3);
      assertThat(found.allocation().total()).isCloseTo(model.dims(), within(1e-3));
    }
  }

  @Test
  void theSeedDecidesTheSearch() {
    QuadraticModel model = new QuadraticModel(List.of(1.0, 1.2, 0.9), 2, 6);
    NumericOptimum one = NumericOptimum.search(model, 2, Seed.of(1));
    assertThat(NumericOptimum.search(model, 2, Seed.of(1))).isEqualTo(one);
    assertThat(NumericOptimum.search(model, 2, Seed.of(2)).embedding())
        .isNotEqualTo(one.embedding());
    assertThatThrownBy(() -> NumericOptimum.search(model, 0, Seed.of(1)))
        .hasMessage("starts: expected at least 1, got 0");
  }
}
