package org.monosem.core.polysemanticity.ratedistortion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Latents, each a set of concepts that it stands for at once: its decoder row is the sum of their
 * directions.
 *
 * @param latents the sets, none empty, at least one
 */
public record LatentDictionary(List<Set<Integer>> latents) {

  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if there are none, or one is empty
   */
  public LatentDictionary {
    latents = latents.stream().map(Set::copyOf).toList();
    if (latents.isEmpty() || latents.stream().anyMatch(Set::isEmpty)) {
      throw new IllegalArgumentException(
          "latents: expected at least one set of at least one concept, got " + latents);
    }
  }

  /** Returns a latent for each of so many concepts. */
  public static LatentDictionary monosemantic(int concepts) {
    List<Set<Integer>> latents = new ArrayList<>();
    for (int i = 0; i < concepts; i++) {
      latents.add(Set.of(i));
    }
    return new LatentDictionary(latents);
  }

  /** Returns this dictionary with one more latent at its end. */
  public LatentDictionary with(Set<Integer> concepts) {
    List<Set<Integer>> more = new ArrayList<>(latents);
    more.add(concepts);
    return new LatentDictionary(more);
  }

  /** Returns the mean number of concepts of a latent; 1 if all are monosemantic. */
  public double conceptsPerLatent() {
    return latents.stream().mapToInt(Set::size).average().orElseThrow();
  }

  /** Returns the decoder, {@code [latents][d]}. */
  double[][] decoder(ConceptDirections directions) {
    return latents.stream().map(directions::sum).toArray(double[][]::new);
  }
}
