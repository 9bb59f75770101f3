package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.Recipe;
import picocli.CommandLine.Option;

/** How strongly one dictionary is driven to sparsity. */
final class CoefficientOption {
  @Option(
      names = "--l1",
      paramLabel = "X",
      description = "The penalty's coefficient, in the recipe's own reduction.")
  @Nullable Double coefficient;

  Recipe applied(Recipe recipe) {
    return coefficient == null ? recipe : recipe.withCoefficient(coefficient);
  }
}
