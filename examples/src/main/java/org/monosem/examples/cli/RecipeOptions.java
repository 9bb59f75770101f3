package org.monosem.examples.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.PenaltyWeight;
import org.monosem.sae.training.DecoderConstraint;
import org.monosem.sae.training.InputScaling;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How dictionaries are trained. */
final class RecipeOptions {
  /**
   * The paper resamples after 2.5, 5, 7.5 and 10 % of a million steps. Of some thousand steps
   * features still die after that: they are resampled after 10, 20, 30 and 40 %.
   */
  private static final double RESAMPLING_STRETCH = 4;

  @Option(
      names = "--recipe",
      split = ",",
      paramLabel = "NAME",
      description = {
        "2023 (Towards Monosemanticity; quickstart's default), 2024 (April update; the others'",
        "default: it fits activations of any scale), topk, batch-topk, matryoshka,",
        "jumprelu, gated or p-anneal."
      })
  List<String> names = List.of();

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Adam's learning rate (default: 3e-3; 1e-3 for 2023).")
  @Nullable Double learningRate;

  @Mixin ScheduleOptions schedule;

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description = "The gradient's greatest norm, 0 for any (default: the recipe's).")
  @Nullable Double clipNorm;

  @Option(
      names = "--input-scaling",
      paramLabel = "HOW",
      description = "none, mean_norm_sqrt_din or mean_square_norm_one (default: the recipe's).")
  @Nullable InputScaling inputScaling;

  @Option(
      names = "--max-norm-ratio",
      paramLabel = "X",
      description =
          "Do not train on rows whose norm exceeds this many times the median (10 is usual; default:"
              + " train on all).")
  @Nullable Double maxNormRatio;

  @Option(
      names = "--decoder-constraint",
      paramLabel = "HOW",
      description = "free, or unit_norm (default: the recipe's).")
  @Nullable DecoderConstraint decoderConstraint;

  @Mixin LargestEntriesOptions largestEntries;

  /**
   * Returns the recipes that are named, and checks that every option has a use.
   *
   * @param otherwise the name of the default
   */
  List<PublishedRecipe> published(String otherwise) {
    List<String> chosen = names.isEmpty() ? List.of(otherwise) : names;
    UsageException.distinct("--recipe", chosen);
    List<PublishedRecipe> recipes = chosen.stream().map(RecipeOptions::named).toList();
    largestEntries.check(recipes);
    schedule.check();
    if (maxNormRatio != null && !(maxNormRatio >= 1 && Double.isFinite(maxNormRatio))) {
      throw new UsageException("--max-norm-ratio: expected at least 1, got " + maxNormRatio);
    }
    return recipes;
  }

  /** Returns the one recipe that is named. */
  PublishedRecipe one(String otherwise) {
    List<PublishedRecipe> recipes = published(otherwise);
    if (recipes.size() > 1) {
      throw new UsageException("--recipe: expected one recipe, got " + String.join(",", names));
    }
    return recipes.get(0);
  }

  /**
   * Returns a recipe, scaled to a run's length, with the options applied.
   *
   * @param dIn the width of the activations
   * @param dSae the number of features
   * @param sparsity the value of what decides its sparsity
   */
  Recipe recipe(PublishedRecipe published, int dIn, int dSae, double sparsity, RunLength length) {
    Recipe recipe = largestEntries.applied(published.recipe(dIn, dSae, sparsity));
    return constrained(shortened(recipe, published.length(), length))
        .withLearningRateSchedule(schedule.applied(recipe.learningRateSchedule()))
        .withLearningRate(learningRate == null ? ShortRun.rate(published) : learningRate)
        .withMaxNormRatio(maxNormRatio == null ? 0 : maxNormRatio)
        .withClipNorm(clipNorm == null ? recipe.clipNorm() : clipNorm);
  }

  private Recipe constrained(Recipe recipe) {
    Recipe scaled = inputScaling == null ? recipe : recipe.withInputScaling(inputScaling);
    if (decoderConstraint == null) {
      return scaled;
    }
    if (decoderConstraint == DecoderConstraint.FREE
        && recipe.objective() instanceof L1Objective l1
        && l1.penaltyWeight() == PenaltyWeight.ONE) {
      throw new UsageException(
          "--decoder-constraint: free decoder rows would escape the penalty of "
              + recipe.name()
              + ", which does not see their norms");
    }
    return scaled.withDecoderConstraint(decoderConstraint);
  }

  private static Recipe shortened(Recipe published, RunLength from, RunLength to) {
    Recipe scaled = published.scaled(from, to);
    ResamplingSchedule resampling = published.resampling();
    if (resampling.steps().isEmpty()) {
      return scaled;
    }
    double stepFactor = RESAMPLING_STRETCH * to.steps() / from.steps();
    double batchFactor = (double) to.batch() / from.batch();
    return scaled.withResampling(resampling.scaled(stepFactor, batchFactor));
  }

  private static PublishedRecipe named(String name) {
    try {
      return PublishedRecipe.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--recipe: " + e.getMessage());
    }
  }
}
