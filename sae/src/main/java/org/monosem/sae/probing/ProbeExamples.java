package org.monosem.sae.probing;

import java.util.List;
import org.monosem.core.FeatureActivations;

/**
 * Labelled examples, each with the activations that the model has there and the features that the
 * dictionary finds in them: averages over a stretch of text, or those of single tokens.
 *
 * <p>Immutable.
 */
public final class ProbeExamples {
  private final String name;
  private final float[][] activations;
  private final FeatureActivations features;
  private final List<String> labels;
  private final long[] groups;

  private ProbeExamples(
      String name, float[][] activations, FeatureActivations features, List<ExampleLabel> labels) {
    this.name = name;
    this.activations = activations;
    this.features = features;
    this.labels = labels.stream().map(ExampleLabel::label).toList();
    this.groups = labels.stream().mapToLong(ExampleLabel::group).toArray();
  }

  /**
   * Returns examples.
   *
   * @param name what the labels are about
   * @param activations {@code [examples][dIn]}; not copied
   * @param features as many rows
   * @param labels as many labels
   * @throws IllegalArgumentException if the numbers differ or there are none
   */
  public static ProbeExamples of(
      String name, float[][] activations, FeatureActivations features, List<ExampleLabel> labels) {
    Check.atLeast(name + " examples", 1, activations.length);
    if (features.rows() != activations.length || labels.size() != activations.length) {
      throw new IllegalArgumentException(
          "examples: expected features and labels of all %d, got %d and %d"
              .formatted(activations.length, features.rows(), labels.size()));
    }
    return new ProbeExamples(name, activations, features, labels);
  }

  /** Returns what the labels are about. */
  public String name() {
    return name;
  }

  /** Returns the number of examples. */
  public int size() {
    return activations.length;
  }

  /** Returns the width of the activations. */
  public int dIn() {
    return activations[0].length;
  }

  /** Returns the features of all examples. */
  public FeatureActivations features() {
    return features;
  }

  /** Returns an example's label. */
  public String label(int example) {
    return labels.get(example);
  }

  /** Returns the labels, each once, in alphabetical order. */
  public List<String> labels() {
    return labels.stream().distinct().sorted().toList();
  }

  /** Returns what an example must share its side of a split with. */
  long group(int example) {
    return groups[example];
  }

  DesignMatrix activations(int[] chosen) {
    return new DenseRows(activations, chosen);
  }

  DesignMatrix features(int[] chosen) {
    return new SparseRows(features, chosen);
  }

  boolean[] isLabelled(int[] chosen, String label) {
    boolean[] positive = new boolean[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      positive[i] = labels.get(chosen[i]).equals(label);
    }
    return positive;
  }
}
