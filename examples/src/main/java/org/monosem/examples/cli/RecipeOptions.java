package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.InputScaling;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Option;

/** How a dictionary is trained. */
final class RecipeOptions {
  /**
   * The recipes' own rates are for runs of hundreds of thousands of steps. Some thousand steps need
   * a higher one, reached slowly: 3e-3 from the first of 1200 steps on left 46 % of 4096 features
   * without activity on held-out text.
   */
  private static final double SHORT_RUN_RATE_2023 = 1e-3;

  private static final double SHORT_RUN_RATE_2024 = 2e-3;

  private static final double SHORT_RUN_WARM_UP = 0.1;

  /**
   * The paper resamples after 2.5, 5, 7.5 and 10 % of a million steps. Of some thousand steps
   * features still die after that: they are resampled after 10, 20, 30 and 40 %.
   */
  private static final double RESAMPLING_STRETCH = 4;

  @Option(
      names = "--recipe",
      paramLabel = "YEAR",
      description = {
        "2023 (Towards Monosemanticity; quickstart's default)",
        "or 2024 (April update; the others' default: it fits activations of any scale)."
      })
  @Nullable String recipe;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Adam's learning rate (default: 1e-3 for 2023, 2e-3 for 2024).")
  @Nullable Double learningRate;

  @Option(
      names = "--learning-rate-warm-up",
      paramLabel = "X",
      description =
          "The fraction of the steps over which it rises (default: " + SHORT_RUN_WARM_UP + ").")
  @Nullable Double warmUp;

  /** Returns the recipe, scaled to a run's length, with its own coefficient by default. */
  Recipe recipe(RunLength length) {
    return recipe(named("2024", length));
  }

  /**
   * Returns the recipe, that of 2023 by default, scaled to a run's length.
   *
   * @param coefficient2023 the 2023 recipe's coefficient
   * @param coefficient2024 the same of the 2024 recipe
   */
  Recipe recipe(RunLength length, double coefficient2023, double coefficient2024) {
    Recipe chosen = named("2023", length);
    boolean scales = chosen.inputScaling() != InputScaling.NONE;
    return recipe(chosen.withCoefficient(scales ? coefficient2024 : coefficient2023));
  }

  private Recipe recipe(Recipe named) {
    double decay = named.learningRateSchedule().decay();
    return named
        .withLearningRateSchedule(
            new LinearSchedule(warmUp == null ? SHORT_RUN_WARM_UP : warmUp, decay))
        .withLearningRate(learningRate == null ? rate(named) : learningRate);
  }

  private static double rate(Recipe named) {
    return named.inputScaling() == InputScaling.NONE ? SHORT_RUN_RATE_2023 : SHORT_RUN_RATE_2024;
  }

  private Recipe named(String otherwise, RunLength length) {
    return switch (recipe == null ? otherwise : recipe) {
      case "2023" -> recipe2023(length);
      case "2024" -> Recipe.aprilUpdate2024().scaled(RunLength.APRIL_UPDATE_2024, length);
      default -> throw new UsageException("--recipe: expected 2023 or 2024, got " + recipe);
    };
  }

  private static Recipe recipe2023(RunLength length) {
    Recipe published = Recipe.towardsMonosemanticity2023();
    RunLength of = RunLength.TOWARDS_MONOSEMANTICITY_2023;
    double stepFactor = RESAMPLING_STRETCH * length.steps() / of.steps();
    double batchFactor = (double) length.batch() / of.batch();
    return published
        .scaled(of, length)
        .withResampling(published.resampling().scaled(stepFactor, batchFactor));
  }
}
