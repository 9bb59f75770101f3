package org.monosem.examples.cli;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.training.ConstantSchedule;
import org.monosem.sae.training.LearningRateSchedule;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Option;

/** Which recipes are compared on data of known atoms, and how sparse each is. */
final class SyntheticRecipes {
  private static final double WARM_UP = 0.05;

  /** Coefficients that find all atoms of the default data; others' knob is the data's own L0. */
  private static final Map<PublishedRecipe, Double> COEFFICIENTS =
      new EnumMap<>(
          Map.of(
              PublishedRecipe.TOWARDS_MONOSEMANTICITY_2023, 0.004,
              PublishedRecipe.APRIL_UPDATE_2024, 2.0,
              PublishedRecipe.GATED_2024, 0.5,
              PublishedRecipe.P_ANNEAL_2024, 0.1));

  @Option(
      names = "--recipes",
      split = ",",
      paramLabel = "NAME",
      description =
          "Some of 2023, 2024, topk, batch-topk, matryoshka, jumprelu, gated, p-anneal (default:"
              + " all).")
  List<String> names = PublishedRecipe.names();

  @Option(
      names = "--k",
      paramLabel = "N",
      description =
          "Active features of topk, batch-topk, matryoshka, and jumprelu's target (default: --l0,"
              + " rounded).")
  @Nullable Integer k;

  @Option(
      names = "--l1",
      split = ",",
      paramLabel = "NAME=X",
      description = "Coefficients by recipe (default: 2023=0.004,2024=2,gated=0.5,p-anneal=0.1).")
  Map<String, Double> coefficients = new LinkedHashMap<>();

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      paramLabel = "X",
      description = "Adam's, of all recipes (default: ${DEFAULT-VALUE}).")
  double learningRate;

  List<PublishedRecipe> chosen() {
    UsageException.distinct("--recipes", names);
    if (k != null) {
      UsageException.atLeast(1, "--k", k);
    }
    List<PublishedRecipe> chosen = names.stream().map(name -> named("--recipes", name)).toList();
    coefficients.keySet().forEach(name -> checkCoefficient(named("--l1", name), chosen));
    return chosen;
  }

  Recipe recipe(PublishedRecipe published, GroundTruthFlags data, int features, RunLength length) {
    Recipe recipe =
        published
            .recipe(data.dIn, features, sparsity(published, data))
            .scaled(published.length(), length);
    return recipe
        .withLearningRate(learningRate)
        .withLearningRateSchedule(warmed(recipe.learningRateSchedule()));
  }

  private static LearningRateSchedule warmed(LearningRateSchedule published) {
    return published instanceof LinearSchedule linear
        ? new LinearSchedule(WARM_UP, linear.decay())
        : new ConstantSchedule(WARM_UP);
  }

  private double sparsity(PublishedRecipe published, GroundTruthFlags data) {
    Double usual = COEFFICIENTS.get(published);
    if (usual != null) {
      return coefficients.getOrDefault(published.text(), usual);
    }
    return k == null ? Math.max(1, Math.round(data.meanL0)) : k;
  }

  private static void checkCoefficient(PublishedRecipe named, List<PublishedRecipe> chosen) {
    if (named.sparsity().knob() != SparsityControl.Knob.COEFFICIENT) {
      throw new UsageException("--l1: " + named.text() + " has no coefficient, use --k");
    }
    if (!chosen.contains(named)) {
      throw new UsageException("--l1: " + named.text() + " is not among --recipes");
    }
  }

  private static PublishedRecipe named(String option, String name) {
    try {
      return PublishedRecipe.named(name);
    } catch (IllegalArgumentException unknown) {
      throw new UsageException(option + ": " + unknown.getMessage());
    }
  }
}
