package org.monosem.examples.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.training.PenaltyControl;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.TargetL0Control;
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
      description = {
        "Active features a row that the loss aims at (jumprelu), or that the penalty's coefficient",
        "is turned to during training (2023, 2024, gated, p-anneal; --l1 is where it starts)."
      })
  List<Double> targets = List.of();

  /** Refuses values that none of the recipes uses, and values given twice. */
  void check(List<PublishedRecipe> recipes) {
    UsageException.distinct("--l1", coefficients);
    UsageException.distinct("-k", active);
    UsageException.distinct("--target-l0", targets);
    active.forEach(k -> UsageException.atLeast(1, "-k", k));
    for (double target : targets) {
      if (!(target > 0 && Double.isFinite(target))) {
        throw new UsageException("--target-l0: expected more than 0, got " + target);
      }
    }
    for (SparsityControl.Knob knob : SparsityControl.Knob.values()) {
      if (!values(knob).isEmpty() && recipes.stream().noneMatch(r -> takes(r, knob))) {
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

  /**
   * Returns the control that brings a recipe's coefficient to the one target; none if there is no
   * target, or the recipe's own loss aims at it.
   */
  PenaltyControl control(PublishedRecipe recipe) {
    if (targets.isEmpty() || knob(recipe) != SparsityControl.Knob.COEFFICIENT) {
      return PenaltyControl.NONE;
    } else if (targets.size() > 1) {
      throw new UsageException("--target-l0: expected one value, got " + targets);
    }
    return TargetL0Control.of(targets.get(0));
  }

  /**
   * Returns whether a sweep varies the target of a recipe with a penalty, not its coefficient:
   * where only targets are given.
   */
  boolean sweepsTargets(PublishedRecipe recipe) {
    return knob(recipe) == SparsityControl.Knob.COEFFICIENT
        && coefficients.isEmpty()
        && !targets.isEmpty();
  }

  /** Refuses targets of a sweep that varies only coefficients. */
  void checkForSweep(List<PublishedRecipe> recipes) {
    check(recipes);
    boolean used =
        recipes.stream()
            .anyMatch(r -> sweepsTargets(r) || knob(r) == SparsityControl.Knob.TARGET_L0);
    if (!targets.isEmpty() && !used) {
      throw new UsageException(
          "--target-l0 has no effect with --l1 in a sweep of --recipe %s: give one of them"
              .formatted(names(recipes)));
    }
  }

  /** Returns the values of a recipe, at least one. */
  List<Double> all(PublishedRecipe recipe) {
    List<Double> values = sweepsTargets(recipe) ? targets : values(knob(recipe));
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

  /** Returns whether a number has a use; a penalty's coefficient can be turned to a target. */
  private static boolean takes(PublishedRecipe recipe, SparsityControl.Knob knob) {
    return knob(recipe) == knob
        || (knob(recipe) == SparsityControl.Knob.COEFFICIENT
            && knob == SparsityControl.Knob.TARGET_L0);
  }

  private static SparsityControl.Knob knob(PublishedRecipe recipe) {
    return recipe.sparsity().knob();
  }
}
