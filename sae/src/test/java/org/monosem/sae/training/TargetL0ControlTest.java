package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.objective.SparsityControl;

/** Recipes with a penalty reach the L0 that they are told, from coefficients far from it. */
class TargetL0ControlTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(64, 32, 20_000, 5);
  private static final double TARGET = 3;
  private static final TargetL0Control LAW = new TargetL0Control(TARGET, 10, 0.5, 100);
  private static final TargetL0Control.At MIDWAY = new TargetL0Control.At(800, 1, false);

  static Stream<Arguments> wrongStarts() {
    return Stream.of(
            published(Recipe.towardsMonosemanticity2023(), RunLength.TOWARDS_MONOSEMANTICITY_2023)
                .withCoefficient(0.02),
            published(Recipe.aprilUpdate2024(), RunLength.APRIL_UPDATE_2024).withCoefficient(3),
            published(Recipe.gated2024(), RunLength.SAEBENCH_2025).withCoefficient(0.3),
            published(Recipe.pAnneal2024(), RunLength.SAEBENCH_2025).withCoefficient(0.15))
        .flatMap(
            recipe ->
                Stream.of(0.1, 10.0).map(wrong -> Arguments.of(recipe.name(), recipe, wrong)));
  }

  private static Recipe published(Recipe recipe, RunLength length) {
    return recipe.scaled(length, new RunLength(1000, 256)).withLearningRate(3e-3);
  }

  @Tag("long")
  @ParameterizedTest(name = "{0} from {2} times what it takes")
  @MethodSource("wrongStarts")
  void everyRecipeReachesItsTarget(String name, Recipe recipe, double wrong) {
    double coefficient = recipe.objective().coefficient() * wrong;
    Recipe controlled =
        recipe.withCoefficient(coefficient).withPenaltyControl(TargetL0Control.of(TARGET));
    assertThat(l0(controlled, new RunLength(1000, 256))).isCloseTo(TARGET, within(0.1 * TARGET));
  }

  @Test
  void theCoefficientAloneMissesIt() {
    Recipe recipe = Recipe.aprilUpdate2024().withLearningRate(1e-2).withCoefficient(0.3);
    RunLength shorter = new RunLength(400, 64);
    assertThat(l0(recipe, shorter)).isGreaterThan(3 * TARGET);
    assertThat(l0(recipe.withPenaltyControl(TargetL0Control.of(TARGET)), shorter))
        .isCloseTo(TARGET, within(0.1 * TARGET));
  }

  /** Active features a row of the trained dictionary, over all rows. */
  private static double l0(Recipe recipe, RunLength length) {
    TrainingPlan plan = TrainingPlan.of(recipe, 128, length, 1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      assertThat(trainer.train()).isTrue();
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        return dictionary.encode(DATA.rows).values().length / (double) DATA.rows.length;
      }
    }
  }

  @Test
  void comparesInLogarithmsWithinOne() {
    assertThat(LAW.error(1.5 * TARGET)).isCloseTo(Math.log(1.5), within(1e-12));
    assertThat(LAW.error(100 * TARGET)).isEqualTo(1);
    assertThat(LAW.error(0)).isEqualTo(-1);
  }

  @Test
  void aLastingErrorMovesItSteadilyAndAChangeAtOnce() {
    assertThat(LAW.next(0.2, 0.3, 0.3, MIDWAY)).isCloseTo(0.2 + 10 * 0.3 * 8 / 800, within(1e-12));
    assertThat(LAW.next(0.2, 0, 0.4, MIDWAY)).isCloseTo(0.2 - 0.5 * 0.4, within(1e-12));
    assertThat(LAW.next(0.2, 0.3, 0.3, new TargetL0Control.At(800, 0.25, false)))
        .isCloseTo(0.2 + 0.25 * 10 * 0.3 * 8 / 800, within(1e-12));
  }

  @Test
  void aShortRunMovesItByHalfTheErrorAtMost() {
    assertThat(LAW.next(0.2, 0.3, 0.3, new TargetL0Control.At(20, 1, false)))
        .isCloseTo(0.2 + 0.5 * 0.3, within(1e-12));
  }

  @Test
  void itOnlyFallsWhileThePenaltyRisesAndStaysWithinReach() {
    TargetL0Control.At rising = new TargetL0Control.At(800, 1, true);
    assertThat(LAW.next(0.2, 1, 0, rising)).isEqualTo(0.2);
    assertThat(LAW.next(0.2, -1, 0, rising)).isLessThan(0.2);
    assertThat(LAW.next(4.6, 1, 0, MIDWAY)).isEqualTo(Math.log(100));
    assertThat(LAW.next(-4.6, -1, 0, MIDWAY)).isEqualTo(-Math.log(100));
  }

  @Test
  void whatARecipeIsSweptByIsThenItsTarget() {
    Recipe recipe = Recipe.gated2024().withPenaltyControl(TargetL0Control.of(20));
    assertThat(recipe.sparsityControl())
        .isEqualTo(new SparsityControl(SparsityControl.Knob.TARGET_L0, 20));
    assertThat(recipe.withSparsity(30).penaltyControl()).isEqualTo(TargetL0Control.of(30));
    assertThat(recipe.withSparsity(30).objective()).isEqualTo(recipe.objective());
  }

  @Test
  void refusesWhatCannotBeControlled() {
    TargetL0Control control = TargetL0Control.of(20);
    assertThatThrownBy(() -> Recipe.topK2024(16, 32, 4).withPenaltyControl(control))
        .hasMessageStartingWith("penaltyControl: expected an objective with a penalty coefficient");
    assertThatThrownBy(() -> Recipe.jumpRelu2024(4).withPenaltyControl(control))
        .hasMessageStartingWith("penaltyControl: expected an objective with a penalty coefficient");
    assertThatThrownBy(() -> TargetL0Control.of(0))
        .hasMessage("targetL0: expected a finite number of more than 0, got 0.0");
    assertThatThrownBy(() -> new TargetL0Control(1, 1, 1, 1))
        .hasMessage("reach: expected a finite number of more than 1, got 1.0");
    assertThatThrownBy(() -> new TargetL0Control(1, 1, -1, 2))
        .hasMessage("proportional: expected a finite number of at least 0, got -1.0");
  }
}
