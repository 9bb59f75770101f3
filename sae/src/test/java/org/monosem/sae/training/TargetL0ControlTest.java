package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.SparseAutoencoder;

/** Recipes with a penalty reach the L0 that they are told, from coefficients far from it. */
class TargetL0ControlTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(64, 32, 20_000, 5);
  private static final RunLength LENGTH = new RunLength(1000, 256);
  private static final double TARGET = 3;

  static Stream<Arguments> wrongStarts() {
    return Stream.of(
            published(Recipe.towardsMonosemanticity2023(), RunLength.TOWARDS_MONOSEMANTICITY_2023)
                .withCoefficient(0.01),
            published(Recipe.aprilUpdate2024(), RunLength.APRIL_UPDATE_2024).withCoefficient(2),
            published(Recipe.gated2024(), RunLength.SAEBENCH_2025).withCoefficient(0.3),
            published(Recipe.pAnneal2024(), RunLength.SAEBENCH_2025).withCoefficient(0.15))
        .flatMap(recipe -> Stream.of(0.1, 10.0).map(wrong -> Arguments.of(recipe.name(), recipe, wrong)));
  }

  private static Recipe published(Recipe recipe, RunLength length) {
    return recipe.scaled(length, LENGTH).withLearningRate(3e-3);
  }

  @ParameterizedTest(name = "{0} from {2}")
  @MethodSource("wrongStarts")
  void theTargetIsReached(String name, Recipe recipe, double wrong) {
    Recipe controlled =
        recipe
            .withCoefficient(recipe.objective().coefficient() * wrong)
            .withPenaltyControl(System.getProperty("free") != null ? PenaltyControl.NONE : TargetL0Control.of(TARGET));
    TrainingPlan plan = TrainingPlan.of(controlled, 128, LENGTH, 1);
    List<String> trace = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress p) {
            trace.add("%d L0 %.3f coeff %.4g".formatted(p.step(), p.l0(), p.penaltyCoefficient()));
          }
        };
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).reportEvery(50).listener(listener).build()) {
      assertThat(trainer.train()).isTrue();
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        double l0 = dictionary.encode(DATA.rows).values().length / (double) DATA.rows.length;
        System.out.println(name + " " + wrong + " final " + l0 + "\n" + String.join("\n", trace));
        assertThat(l0).isCloseTo(TARGET, within(0.1 * TARGET));
      }
    }
  }
}
