package org.monosem.core.polysemanticity.embedding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Averages over the units of a layer or dictionary. Each is a mean over the units that have such a
 * number: distances need two examples, distances between meanings two of those. NaN where no unit
 * has one.
 *
 * @param units how many were looked at
 * @param unitsWithExamples how many of them fired at all
 * @param polysemanticUnits how many have more than one meaning
 * @param distances mean over units of each of their distances
 * @param clusters mean over units with examples of the number of meanings
 * @param examples mean over units with examples of their number
 */
public record PolysemanticitySummary(
    int units,
    int unitsWithExamples,
    int polysemanticUnits,
    EmbeddingDistances distances,
    double clusters,
    double examples) {

  static PolysemanticitySummary of(List<UnitMeanings> units) {
    List<UnitMeanings> present = units.stream().filter(unit -> !unit.examples().isEmpty()).toList();
    Mean clusters = new Mean();
    Mean examples = new Mean();
    present.forEach(unit -> clusters.add(unit.meanings().size()));
    present.forEach(unit -> examples.add(unit.examples().size()));
    return new PolysemanticitySummary(
        units.size(),
        present.size(),
        (int) present.stream().filter(unit -> unit.meanings().size() > 1).count(),
        distances(present.stream().map(UnitMeanings::distances).toList()),
        clusters.value(),
        examples.value());
  }

  private static EmbeddingDistances distances(List<EmbeddingDistances> all) {
    Mean mean = new Mean();
    Mean max = new Mean();
    Mean intra = new Mean();
    Mean inter = new Mean();
    for (EmbeddingDistances one : all) {
      mean.addKnown(one.mean());
      max.addKnown(one.max());
      intra.addKnown(one.intra());
      inter.addKnown(one.inter());
    }
    return new EmbeddingDistances(mean.value(), max.value(), intra.value(), inter.value());
  }

  /** Returns the fields in their order, ready for JSON; what is NaN is left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("units", units);
    map.put("unitsWithExamples", unitsWithExamples);
    map.put("polysemanticUnits", polysemanticUnits);
    map.putAll(distances.toMap());
    Mean.put(map, "clusters", clusters);
    Mean.put(map, "examples", examples);
    return map;
  }
}
