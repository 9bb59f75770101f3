package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.monosem.core.FeatureActivations;

/** Examples written down by hand. */
final class Examples {
  private Examples() {}

  static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  static FeatureActivations sparse(float[][] rows) {
    int[] offsets = new int[rows.length + 1];
    List<Integer> features = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        if (rows[row][i] != 0) {
          features.add(i);
          values.add(rows[row][i]);
        }
      }
      offsets[row + 1] = features.size();
    }
    float[] flat = new float[values.size()];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = values.get(k);
    }
    int[] of = features.stream().mapToInt(i -> i).toArray();
    return FeatureActivations.of(rows[0].length, offsets, of, flat);
  }

  static ProbeExamples of(float[][] activations, float[][] features, List<ExampleLabel> labels) {
    return ProbeExamples.of("test", activations, sparse(features), labels);
  }
}
