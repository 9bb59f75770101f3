package org.monosem.examples.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.objective.ActiveCount;
import org.monosem.sae.objective.AuxK;
import org.monosem.sae.objective.LargestEntriesObjective;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import picocli.CommandLine.Option;

/** What recipes with a number of active features can be told beside that number. */
final class LargestEntriesOptions {
  private static final double ANNEALING = 0.25;

  @Option(
      names = "--aux-k",
      paramLabel = "N",
      description = "Dead features that AuxK uses on a row (default: half the width).")
  @Nullable Integer auxK;

  @Option(
      names = "--aux-coefficient",
      paramLabel = "X",
      description = "The weight of AuxK, 0 for none (default: 1/32).")
  @Nullable Double auxCoefficient;

  @Option(
      names = "--k-start",
      paramLabel = "N",
      description = "Active features at the first step, falling to -k (default: -k all along).")
  @Nullable Integer kStart;

  @Option(
      names = "--k-annealing",
      paramLabel = "X",
      description =
          "The fraction of the steps over which they fall from --k-start" + " (default: 0.25).")
  @Nullable Double annealing;

  /** Refuses options that none of the recipes uses. */
  void check(List<PublishedRecipe> recipes) {
    if (recipes.stream().noneMatch(LargestEntriesOptions::takesK)) {
      refuse("--aux-k", auxK, recipes);
      refuse("--aux-coefficient", auxCoefficient, recipes);
      refuse("--k-start", kStart, recipes);
    }
    if (annealing != null && kStart == null) {
      throw new UsageException("--k-annealing has no effect without --k-start");
    }
    if (auxK != null) {
      UsageException.atLeast(1, "--aux-k", auxK);
    }
    if (kStart != null) {
      UsageException.atLeast(1, "--k-start", kStart);
    }
  }

  /** Returns a recipe with these options, or as it is if it has no use for them. */
  Recipe applied(Recipe recipe) {
    if (!(recipe.objective() instanceof LargestEntriesObjective largest)) {
      return recipe;
    }
    Recipe revived = recipe.withObjective(largest.withAuxK(auxK(largest.auxK())));
    int k = largest.active().k();
    if (kStart == null || !(revived.objective() instanceof LargestEntriesObjective constant)) {
      return revived;
    }
    UsageException.atLeast(k, "--k-start", kStart);
    return revived.withObjective(
        constant.withActive(new ActiveCount(k, kStart, annealing == null ? ANNEALING : annealing)));
  }

  private AuxK auxK(AuxK published) {
    return new AuxK(
        auxK == null ? published.k() : auxK,
        auxCoefficient == null ? published.coefficient() : auxCoefficient,
        published.normalisation());
  }

  private static void refuse(String option, @Nullable Object given, List<PublishedRecipe> recipes) {
    if (given != null) {
      throw new UsageException(
          "%s has no effect with --recipe %s, which takes no -k"
              .formatted(option, SparsityOptions.names(recipes)));
    }
  }

  private static boolean takesK(PublishedRecipe recipe) {
    return recipe.sparsity().knob() == SparsityControl.Knob.ACTIVE_FEATURES;
  }
}
