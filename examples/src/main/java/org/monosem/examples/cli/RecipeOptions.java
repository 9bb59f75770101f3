package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Option;

/** How a dictionary is trained. */
final class RecipeOptions {
  /**
   * The recipes' own rates are for runs of hundreds of thousands of steps. Some thousand steps need
   * a higher one, reached slowly: at once it kills a third of the features in the first steps.
   */
  private static final double SHORT_RUN_RATE = 2e-3;

  private static final double SHORT_RUN_WARM_UP = 0.1;

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

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Adam's learning rate (default: " + SHORT_RUN_RATE + ").")
  @Nullable Double learningRate;

  @Option(
      names = "--learning-rate-warm-up",
      paramLabel = "X",
      description =
          "The fraction of the steps over which it rises (default: " + SHORT_RUN_WARM_UP + ").")
  @Nullable Double warmUp;

  /** Returns the recipe, scaled to a run's length, with the recipe's own coefficient by default. */
  Recipe recipe(RunLength length) {
    return recipe(length, Recipe.aprilUpdate2024().objective().coefficient());
  }

  /**
   * Returns the recipe, scaled to a run's length.
   *
   * @param coefficient2024 the 2024 recipe's coefficient unless {@code --l1} says otherwise
   */
  Recipe recipe(RunLength length, double coefficient2024) {
    Recipe chosen = named(length, coefficient2024);
    if (coefficient != null) {
      chosen = chosen.withCoefficient(coefficient);
    }
    double decay = chosen.learningRateSchedule().decay();
    return chosen
        .withLearningRateSchedule(
            new LinearSchedule(warmUp == null ? SHORT_RUN_WARM_UP : warmUp, decay))
        .withLearningRate(learningRate == null ? SHORT_RUN_RATE : learningRate);
  }

  private Recipe named(RunLength length, double coefficient2024) {
    return switch (recipe) {
      case "2023" ->
          Recipe.towardsMonosemanticity2023()
              .scaled(RunLength.TOWARDS_MONOSEMANTICITY_2023, length);
      case "2024" ->
          Recipe.aprilUpdate2024()
              .scaled(RunLength.APRIL_UPDATE_2024, length)
              .withCoefficient(coefficient2024);
      default -> throw new UsageException("--recipe: expected 2023 or 2024, got " + recipe);
    };
  }
}
