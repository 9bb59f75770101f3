package org.monosem.core.polysemanticity.label;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well the best of a feature's labels says when it is active.
 *
 * @param separations one for each label, at least one
 */
public record LabelScores(List<Separation> separations) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public LabelScores {
    separations = List.copyOf(separations);
    if (separations.isEmpty()) {
      throw new IllegalArgumentException("labels: expected at least one, got none");
    }
  }

  /**
   * Measures labels.
   *
   * @param concepts for each label the feature's activations in texts made to fit it
   * @param control its activations in texts of all kinds
   * @throws IllegalArgumentException as {@link Separation#of}
   */
  public static LabelScores of(List<double[]> concepts, double[] control) {
    List<Separation> separations = new ArrayList<>();
    for (double[] concept : concepts) {
      separations.add(Separation.of(concept, control));
    }
    return new LabelScores(separations);
  }

  /** Returns the largest AUC of any label. */
  public double maxAuc() {
    return separations.stream().mapToDouble(Separation::auc).max().orElseThrow();
  }

  /** Returns the largest MAD of any label. */
  public double maxMad() {
    return separations.stream().mapToDouble(Separation::mad).max().orElseThrow();
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("maxAuc", maxAuc());
    if (Double.isFinite(maxMad())) {
      fields.put("maxMad", maxMad());
    }
    fields.put("labels", separations.stream().map(Separation::toMap).toList());
    return fields;
  }
}
