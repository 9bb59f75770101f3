package org.monosem.core.polysemanticity.label;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a feature means, in several labels, and how far they lie apart.
 *
 * @param clusters of its texts; {@code labels} are theirs
 * @param labels one for each cluster
 * @param similarity {@link LabelSimilarity#meanCosine} of the labels; NaN if there is but one
 * @param random the same of as many labels drawn from those of other features; NaN if there is but
 *     one
 */
public record FeatureLabels(
    List<TextCluster> clusters, List<String> labels, double similarity, double random) {
  /** Copies the lists. */
  public FeatureLabels {
    clusters = List.copyOf(clusters);
    labels = List.copyOf(labels);
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("labels", labels);
    fields.put("sizes", clusters.stream().map(cluster -> cluster.members().size()).toList());
    if (Double.isFinite(similarity)) {
      fields.put("similarity", similarity);
    }
    if (Double.isFinite(random)) {
      fields.put("randomSimilarity", random);
    }
    return fields;
  }
}
