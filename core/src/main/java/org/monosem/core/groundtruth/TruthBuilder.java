package org.monosem.core.groundtruth;

import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/** Collects sparse rows one after the other. */
final class TruthBuilder {
  private final int atoms;
  private final int[] offsets;
  private int rows;
  private int entries;
  private int[] features = new int[64];
  private float[] values = new float[64];

  TruthBuilder(int atoms, int rows) {
    this.atoms = atoms;
    this.offsets = new int[rows + 1];
  }

  void add(int atom, float value) {
    if (entries == features.length) {
      features = Arrays.copyOf(features, Math.multiplyExact(2, entries));
      values = Arrays.copyOf(values, features.length);
    }
    features[entries] = atom;
    values[entries++] = value;
  }

  void endRow() {
    offsets[++rows] = entries;
  }

  FeatureActivations build() {
    return FeatureActivations.of(
        atoms, offsets, Arrays.copyOf(features, entries), Arrays.copyOf(values, entries));
  }
}
