package org.monosem.sae.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TrainingPlan;

/**
 * Every combination of sizes, penalty coefficients and seeds.
 *
 * @param features numbers of features, at least one
 * @param coefficients penalty coefficients in the recipe's own reduction, at least one
 * @param seeds seeds of the dictionaries' starts, at least one
 */
public record SweepGrid(List<Integer> features, List<Double> coefficients, List<Long> seeds) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one is empty or names a value twice
   */
  public SweepGrid {
    features = checked("features", features);
    coefficients = checked("coefficients", coefficients);
    seeds = checked("seeds", seeds);
  }

  /**
   * Returns the dictionaries, named {@code features-4096-coefficient-2.5-seed-1}, in the order of
   * the lists, seeds fastest.
   *
   * @param recipe how all are trained, but for the coefficient; scaled to the length
   * @param length steps and batch of all
   */
  public List<SweepEntry> entries(Recipe recipe, RunLength length) {
    List<SweepEntry> entries = new ArrayList<>();
    for (int dSae : features) {
      for (double coefficient : coefficients) {
        for (long seed : seeds) {
          TrainingPlan plan =
              TrainingPlan.of(recipe.withCoefficient(coefficient), dSae, length, seed);
          entries.add(new SweepEntry(name(dSae, coefficient, seed), plan));
        }
      }
    }
    return entries;
  }

  private static String name(int dSae, double coefficient, long seed) {
    String number = BigDecimal.valueOf(coefficient).stripTrailingZeros().toPlainString();
    return "features-" + dSae + "-coefficient-" + number + "-seed-" + seed;
  }

  private static <T> List<T> checked(String name, List<T> values) {
    if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          name + ": expected at least one, each once, got " + values);
    }
    return List.copyOf(values);
  }
}
