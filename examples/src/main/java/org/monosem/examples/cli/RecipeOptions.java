package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Option;

/** How a dictionary is trained. */
final class RecipeOptions {
  @Option(
      names = "--recipe",
      defaultValue = "2024",
      paramLabel = "YEAR",
      description = "2023 (Towards Monosemanticity) or 2024 (April update, the default).")
  String recipe;

  @Option(
      names = "--l1",
      paramLabel = "X",
      description = "The penalty's coefficient, in the recipe's own reduction.")
  @Nullable Double coefficient;

  @Option(names = "--learning-rate", paramLabel = "X", description = "Adam's learning rate.")
  @Nullable Double learningRate;

  @Option(
      names = "--learning-rate-warm-up",
      paramLabel = "X",
      description = "The fraction of the steps over which the learning rate rises.")
  @Nullable Double warmUp;

  /** Returns the recipe, scaled to a run's length. */
  Recipe recipe(RunLength length) {
    Recipe chosen =
        switch (recipe) {
          case "2023" ->
              Recipe.towardsMonosemanticity2023()
                  .scaled(RunLength.TOWARDS_MONOSEMANTICITY_2023, length);
          case "2024" -> Recipe.aprilUpdate2024().scaled(RunLength.APRIL_UPDATE_2024, length);
          default -> throw new UsageException("--recipe: expected 2023 or 2024, got " + recipe);
        };
    if (coefficient != null) {
      chosen = chosen.withCoefficient(coefficient);
    }
    if (warmUp != null) {
      double decay = chosen.learningRateSchedule().decay();
      chosen = chosen.withLearningRateSchedule(new LinearSchedule(warmUp, decay));
    }
    return chosen.withLearningRate(learningRate == null ? SHORT_RUN_RATE : learningRate);
  }

  /** The recipes' own rates are for runs of hundreds of thousands of steps. */
  private static final double SHORT_RUN_RATE = 1e-3;
}
