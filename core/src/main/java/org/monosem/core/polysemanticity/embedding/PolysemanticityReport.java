package org.monosem.core.polysemanticity.embedding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The meanings of the units of one layer or dictionary, and their averages.
 *
 * @param name what was measured
 * @param options how
 * @param units every unit looked at, those without examples included
 */
public record PolysemanticityReport(String name, MeaningOptions options, List<UnitMeanings> units) {

  /** Copies the units. */
  public PolysemanticityReport {
    units = List.copyOf(units);
  }

  /**
   * Measures units one after another.
   *
   * @param name what is measured: a hook point, a dictionary
   * @param examples what {@link ExampleCollector#value} gave
   * @param weights of the layer
   * @throws IllegalArgumentException as for {@link UnitMeanings#of}
   */
  public static PolysemanticityReport of(
      String name, List<UnitExamples> examples, UnitWeights weights, MeaningOptions options) {
    List<UnitMeanings> units =
        examples.stream().map(unit -> UnitMeanings.of(unit, weights, options)).toList();
    return new PolysemanticityReport(name, options, units);
  }

  /** Returns the averages over units. */
  public PolysemanticitySummary summary() {
    return PolysemanticitySummary.of(units);
  }

  /** Returns the name, the options, the averages and every unit, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("threshold", options.threshold());
    map.put("average", options.average().name());
    map.put("summary", summary().toMap());
    map.put("units", units.stream().map(UnitMeanings::toMap).toList());
    return map;
  }
}
