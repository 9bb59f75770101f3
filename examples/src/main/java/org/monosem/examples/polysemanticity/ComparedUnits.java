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
 * @param active how many of them were active on any token
 * @param capacities of the directions of the activations of those that were active often enough,
 *     ascending; see {@link org.monosem.core.polysemanticity.capacity.ActivationCapacity}, which of
 *     more than 16384 units takes the first rows only, as many as it has room for
 * @param scales the highest monosemantic scale of each of those, ascending
 * @param spreads of each unit examined with two examples or more, ascending: the total capacity of
 *     the directions of its n examples' embeddings, less 1, over n - 1. 0 if all lie on one line, 1
 *     if each is orthogonal to all others
 * @param meanings of the units examined
 */
public record ComparedUnits(
    String name,
    int units,
    int active,
    List<Double> capacities,
    List<Double> scales,
    List<Double> spreads,
    PolysemanticityReport meanings) {

  /** Copies the lists. */
  public ComparedUnits {
    capacities = List.copyOf(capacities);
    scales = List.copyOf(scales);
    spreads = List.copyOf(spreads);
  }

  /** Returns how many units were active often enough for a capacity and a scale. */
  public int often() {
    return scales.size();
  }

  /** Returns the median capacity; NaN if no unit was active often enough. */
  public double medianCapacity() {
    return median(capacities);
  }

  /** Returns the median of the units' highest scale; NaN if no unit was active often enough. */
  public double medianScale() {
    return median(scales);
  }

  /** Returns the mean spread of examples; NaN if no unit has two. */
  public double meanSpread() {
    return spreads.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
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
    map.put("active", active);
    map.put("active_often", often());
    put(map, "capacity_median", medianCapacity());
    put(map, "scale_highest_median", medianScale());
    put(map, "example_spread_mean", meanSpread());
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
