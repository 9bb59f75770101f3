package org.monosem.core.polysemanticity.label;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Chooses texts by how strongly a feature is active in them. */
public final class TopTexts {
  private TopTexts() {}

  /**
   * Returns the texts at evenly spaced quantiles of activation, from the plan's first to the
   * largest: of each quantile the text nearest by rank, each text once.
   *
   * @param activations of each text, one number a text (such as its largest), finite
   * @return the texts' numbers, strongest first, ties by their numbers
   * @throws IllegalArgumentException if there are none, or one is not finite
   */
  public static List<Integer> select(double[] activations, SelectionPlan plan) {
    Vectors.checkFinite("activations", activations);
    List<Integer> strongestFirst =
        IntStream.range(0, activations.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer text) -> -activations[text])
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Set<Integer> chosen = new LinkedHashSet<>();
    for (int step = 0; step < plan.steps(); step++) {
      double down = plan.steps() == 1 ? 0 : (double) step / (plan.steps() - 1);
      double place = (1 - plan.from()) * down * (activations.length - 1);
      chosen.add(strongestFirst.get((int) Math.round(place)));
    }
    return List.copyOf(chosen);
  }
}
