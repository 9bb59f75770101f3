package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.monosem.core.FeatureActivations;

/** Grows into {@link ProbeExamples}, one example after the other. */
final class CollectedRows {
  private final int dSae;
  private final List<float[]> activations = new ArrayList<>();
  private final List<ExampleLabel> labels = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private int[] features = new int[1024];
  private float[] values = new float[1024];
  private int entries;

  CollectedRows(int dSae) {
    this.dSae = dSae;
  }

  int size() {
    return labels.size();
  }

  /** Adds one more feature of the example that {@link #end} will end; they ascend. */
  void feature(int feature, float value) {
    if (entries == features.length) {
      features = Arrays.copyOf(features, Math.multiplyExact(2, entries));
      values = Arrays.copyOf(values, features.length);
    }
    features[entries] = feature;
    values[entries++] = value;
  }

  void end(float[] row, ExampleLabel label) {
    activations.add(row);
    labels.add(label);
    ends.add(entries);
  }

  Optional<ProbeExamples> examples(String name) {
    return labels.isEmpty() ? Optional.empty() : Optional.of(collected(name));
  }

  private ProbeExamples collected(String name) {
    int[] offsets = new int[ends.size() + 1];
    for (int i = 0; i < ends.size(); i++) {
      offsets[i + 1] = ends.get(i);
    }
    return ProbeExamples.of(
        name,
        activations.toArray(float[][]::new),
        FeatureActivations.of(
            dSae, offsets, Arrays.copyOf(features, entries), Arrays.copyOf(values, entries)),
        labels);
  }
}
