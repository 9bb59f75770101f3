package org.monosem.sae.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TrainingPlan;

/**
 * Every combination of recipes, sizes, sparsities and seeds.
 *
 * <pre>{@code
 * new SweepGrid(
 *     List.of(
 *         SweptRecipe.of("2024", Recipe.aprilUpdate2024(), List.of(2.0, 5.0)),
 *         new SweptRecipe("topk", List.of(16.0), (dSae, k) -> Recipe.topK2024(dIn, dSae, (int) k))),
 *     List.of(1024, 4096),
 *     List.of(0L, 1L))
 * }</pre>
 *
 * @param recipes how dictionaries are trained, each with its own sparsities; at least one
 * @param features numbers of features, at least one
 * @param seeds seeds of the dictionaries' starts, at least one
 */
public record SweepGrid(List<SweptRecipe> recipes, List<Integer> features, List<Long> seeds) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one is empty or names a value twice
   */
  public SweepGrid {
    SweptRecipe.distinct("recipes", recipes.stream().map(SweptRecipe::name).toList());
    recipes = List.copyOf(recipes);
    features = SweptRecipe.distinct("features", features);
    seeds = SweptRecipe.distinct("seeds", seeds);
  }

  /**
   * Returns the dictionaries, named {@code topk-features-4096-k-32-seed-1} or {@code
   * 2024-features-4096-coefficient-2.5-seed-1}, in the order of the lists, seeds fastest, then
   * sparsities.
   *
   * @param length steps and batch of all
   */
  public List<SweepEntry> entries(RunLength length) {
    List<SweepEntry> entries = new ArrayList<>();
    for (SweptRecipe swept : recipes) {
      for (int dSae : features) {
        for (double sparsity : swept.sparsities()) {
          Recipe recipe = swept.maker().recipe(dSae, sparsity);
          for (long seed : seeds) {
            TrainingPlan plan = TrainingPlan.of(recipe, dSae, length, seed);
            entries.add(new SweepEntry(name(swept, plan), plan));
          }
        }
      }
    }
    return entries;
  }

  private static String name(SweptRecipe swept, TrainingPlan plan) {
    SparsityControl sparsity = plan.recipe().sparsityControl();
    String value = BigDecimal.valueOf(sparsity.value()).stripTrailingZeros().toPlainString();
    return "%s-features-%d-%s-%s-seed-%d"
        .formatted(swept.name(), plan.dSae(), sparsity.knob().text(), value, plan.seed());
  }
}
