package org.monosem.sae.sweep;

import java.util.HashSet;
import java.util.List;
import org.monosem.sae.training.Recipe;

/**
 * A way to train, and the sparsities to train at.
 *
 * @param name begins the names of its dictionaries; letters, digits, {@code .}, {@code _}, {@code
 *     -}
 * @param sparsities values of what decides its sparsity ({@link
 *     org.monosem.sae.objective.Objective#sparsityControl}), at least one
 * @param maker makes the recipe, scaled to the sweep's length
 */
public record SweptRecipe(String name, List<Double> sparsities, Maker maker) {

  /** Makes a recipe for one dictionary. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Returns the recipe.
     *
     * @param dSae the number of features
     * @param sparsity the value of what decides its sparsity
     */
    Recipe recipe(int dSae, double sparsity);
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty or names a value twice
   */
  public SweptRecipe {
    sparsities = distinct("sparsities of " + name, sparsities);
  }

  /**
   * Returns one recipe for all sizes, at several sparsities.
   *
   * @param recipe how all are trained, scaled to the sweep's length
   */
  public static SweptRecipe of(String name, Recipe recipe, List<Double> sparsities) {
    return new SweptRecipe(name, sparsities, (dSae, sparsity) -> recipe.withSparsity(sparsity));
  }

  /** Checks that a list names something, and nothing twice. */
  static <T> List<T> distinct(String name, List<T> values) {
    if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          name + ": expected at least one, each once, got " + values);
    }
    return List.copyOf(values);
  }
}
