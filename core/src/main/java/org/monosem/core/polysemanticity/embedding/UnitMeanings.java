package org.monosem.core.polysemanticity.embedding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one unit means: its examples, the meanings that they fall into, and how far apart they lie.
 *
 * @param unit the unit's number in its layer
 * @param maximum its largest activation
 * @param examples strongest first; empty for a unit that never fired
 * @param meanings those with most examples first
 * @param distances between the examples' embeddings
 */
public record UnitMeanings(
    int unit,
    double maximum,
    List<Example> examples,
    List<Meaning> meanings,
    EmbeddingDistances distances) {

  /** Copies the lists. */
  public UnitMeanings {
    examples = List.copyOf(examples);
    meanings = List.copyOf(meanings);
  }

  /**
   * Finds the meanings of a unit. Memory and time grow with the square of the number of examples.
   *
   * @param examples of one unit
   * @param weights of its layer, on any device
   * @throws IllegalArgumentException if the layer has no such unit, or reads inputs of another
   *     width
   */
  public static UnitMeanings of(
      UnitExamples examples, UnitWeights weights, MeaningOptions options) {
    Cosines cosines = Cosines.of(examples, weights);
    List<Meaning> meanings = Meanings.of(cosines, options.threshold());
    return new UnitMeanings(
        examples.unit(),
        examples.maximum(),
        examples.examples(),
        meanings,
        EmbeddingDistances.of(cosines, meanings, options.average()));
  }

  /** Returns the fields in their order, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("unit", unit);
    map.put("maximum", maximum);
    map.putAll(distances.toMap());
    map.put("examples", examples.stream().map(Example::toMap).toList());
    map.put("meanings", meanings.stream().map(Meaning::toMap).toList());
    return map;
  }
}
