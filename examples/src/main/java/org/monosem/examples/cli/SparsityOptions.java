package org.monosem.examples.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.training.PublishedRecipe;
import picocli.CommandLine.Option;

/** How strongly dictionaries are driven to sparsity, each recipe by its own number. */
final class SparsityOptions {
  @Option(
      names = "--l1",
      split = ",",
      paramLabel = "X",
      description =
          "The penalty's coefficient, in the recipe's own reduction (2023, 2024, gated, p-anneal).")
  List<Double> coefficients = List.of();

  @Option(
      names = {"-k", "--active"},
      split = ",",
      paramLabel = "N",
      description = "Active features a row (topk; on average: batch-topk, matryoshka).")
  List<Integer> active = List.of();

  @Option(
      names = "--target-l0",
      split = ",",
      paramLabel = "X",
      description = "Active features a row that the loss aims at (jumprelu).")
  List<Double> targets = List.of();

  /** Refuses values that none of the recipes uses, and values given twice. */
  void check(List<PublishedRecipe> recipes) {
    UsageException.distinct("--l1", coefficients);
    UsageException.distinct("-k", active);
    UsageException.distinct("--target-l0", targets);
    active.forEach(k -> UsageException.atLeast(1, "-k", k));
    for (SparsityControl.Knob knob : SparsityControl.Knob.values()) {
      if (!values(knob).isEmpty() && recipes.stream().noneMatch(r -> knob(r) == knob)) {
        throw new UsageException(
            "%s has no effect with --recipe %s, which takes %s"
                .formatted(option(knob), names(recipes), options(recipes)));
      }
    }
  }

  /** Returns the one value of a recipe; {@code otherwise} if none is given. */
  double one(PublishedRecipe recipe, double otherwise) {
    check(List.of(recipe));
    List<Double> values = values(knob(recipe));
    if (values.size() > 1) {
      throw new UsageException(
          "%s: expected one value, got %s".formatted(option(knob(recipe)), values));
    }
    return values.isEmpty() ? otherwise : values.get(0);
  }

  /** Returns the values of a recipe, at least one. */
  List<Double> all(PublishedRecipe recipe) {
    List<Double> values = values(knob(recipe));
    if (values.isEmpty()) {
      throw new UsageException(
          "--recipe %s needs %s".formatted(recipe.text(), option(knob(recipe))));
    }
    return values;
  }

  static String names(List<PublishedRecipe> recipes) {
    return recipes.stream().map(PublishedRecipe::text).collect(Collectors.joining(","));
  }

  private static String options(List<PublishedRecipe> recipes) {
    return recipes.stream().map(r -> option(knob(r))).distinct().collect(Collectors.joining(", "));
  }

  private List<Double> values(SparsityControl.Knob knob) {
    return switch (knob) {
      case COEFFICIENT -> coefficients;
      case ACTIVE_FEATURES -> active.stream().map(Integer::doubleValue).toList();
      case TARGET_L0 -> targets;
    };
  }

  private static String option(SparsityControl.Knob knob) {
    return switch (knob) {
      case COEFFICIENT -> "--l1";
      case ACTIVE_FEATURES -> "-k";
      case TARGET_L0 -> "--target-l0";
    };
  }

  private static SparsityControl.Knob knob(PublishedRecipe recipe) {
    return recipe.sparsity().knob();
  }
}
