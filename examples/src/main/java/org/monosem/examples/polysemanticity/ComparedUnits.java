package org.monosem.examples.polysemanticity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;
import org.monosem.core.polysemanticity.embedding.PolysemanticitySummary;
import org.monosem.core.polysemanticity.embedding.UnitMeanings;

/**
 * What was measured of the neurons of a layer, or of a dictionary's features.
 *
 * @param name which
 * @param units how many there are, silent ones included
 * @param capacities of the directions of the activations of those that were active, ascending; see
 *     {@link org.monosem.core.polysemanticity.capacity.ActivationCapacity}
 * @param scales the highest monosemantic scale of each of those that has one, ascending: a unit
 *     that fired once had not varied before, and has none
 * @param meanings of the units examined
 */
public record ComparedUnits(
    String name,
    int units,
    List<Double> capacities,
    List<Double> scales,
    PolysemanticityReport meanings) {

  /** Copies the lists. */
  public ComparedUnits {
    capacities = List.copyOf(capacities);
    scales = List.copyOf(scales);
  }

  /** Returns how many units were active on the rows read. */
  public int active() {
    return capacities.size();
  }

  /** Returns the median capacity; NaN if no unit was active. */
  public double medianCapacity() {
    return median(capacities);
  }

  /** Returns the median of the units' highest scale; NaN if no unit was active. */
  public double medianScale() {
    return median(scales);
  }

  /** Returns the examined units' mean distances between examples, ascending. */
  public List<Double> distances() {
    return meanings.units().stream()
        .map(UnitMeanings::distances)
        .map(distances -> distances.mean())
        .filter(Double::isFinite)
        .sorted()
        .toList();
  }

  /** Returns the numbers by name, ready for JSON; NaN is left out. */
  public Map<String, Object> toMap() {
    PolysemanticitySummary summary = meanings.summary();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("units", units);
    map.put("active", active());
    put(map, "capacity_median", medianCapacity());
    put(map, "scale_highest_median", medianScale());
    put(map, "embedding_distance_mean", summary.distances().mean());
    put(map, "meanings_mean", summary.clusters());
    map.put("embeddings", summary.toMap());
    return map;
  }

  private static double median(List<Double> ascending) {
    int size = ascending.size();
    return size == 0 ? Double.NaN : (ascending.get((size - 1) / 2) + ascending.get(size / 2)) / 2;
  }

  private static void put(Map<String, Object> map, String key, double value) {
    if (Double.isFinite(value)) {
      map.put(key, value);
    }
  }
}
