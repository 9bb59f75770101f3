package org.monosem.core.polysemanticity.embedding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a unit's examples lie from each other; the distance of two is 1 less the cosine of their
 * embeddings, from 0 to 2. NaN where there is no pair to measure.
 *
 * @param mean over all pairs of examples
 * @param max over all pairs of examples
 * @param intra within meanings, see {@link DistanceAverage}
 * @param inter between meanings, see {@link DistanceAverage}
 */
public record EmbeddingDistances(double mean, double max, double intra, double inter) {

  static EmbeddingDistances of(Cosines cosines, List<Meaning> meanings, DistanceAverage average) {
    Mean all = new Mean();
    double max = Double.NaN;
    for (int b = 1; b < cosines.examples(); b++) {
      for (int a = 0; a < b; a++) {
        double distance = 1 - cosines.of(a, b);
        all.add(distance);
        max = Double.isNaN(max) ? distance : Math.max(max, distance);
      }
    }
    Mean intra = new Mean();
    Mean inter = new Mean();
    for (int b = 0; b < meanings.size(); b++) {
      intra.add(within(cosines, meanings.get(b)), average);
      for (int a = 0; a < b; a++) {
        inter.add(between(cosines, meanings.get(a), meanings.get(b)), average);
      }
    }
    return new EmbeddingDistances(all.value(), max, intra.value(), inter.value());
  }

  private static Mean within(Cosines cosines, Meaning meaning) {
    Mean mean = new Mean();
    for (int b : meaning.members()) {
      for (int a : meaning.members()) {
        if (a < b) {
          mean.add(1 - cosines.of(a, b));
        }
      }
    }
    return mean;
  }

  private static Mean between(Cosines cosines, Meaning one, Meaning other) {
    Mean mean = new Mean();
    for (int a : one.members()) {
      for (int b : other.members()) {
        mean.add(1 - cosines.of(a, b));
      }
    }
    return mean;
  }

  /** Returns the fields in their order, ready for JSON, which knows no NaN: those are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    Mean.put(map, "meanDistance", mean);
    Mean.put(map, "maxDistance", max);
    Mean.put(map, "intraClusterDistance", intra);
    Mean.put(map, "interClusterDistance", inter);
    return map;
  }
}
