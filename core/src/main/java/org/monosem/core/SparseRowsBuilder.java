package org.monosem.core;

import java.util.Arrays;

/** Gathers the sparse rows of tile after tile on the Java heap. */
final class SparseRowsBuilder {
  private final int dSae;
  private final int[] offsets;
  private int rows;
  private int entries;
  private int[] features = {};
  private float[] values = {};

  SparseRowsBuilder(int dSae, int batch) {
    this.dSae = dSae;
    this.offsets = new int[batch + 1];
  }

  /**
   * Appends a tile whose entries come by row and then by feature.
   *
   * @param tileRows how many rows the tile has, with or without entries
   * @param entryRows the row, within the tile, of every entry
   */
  void append(int tileRows, int[] entryRows, int[] entryFeatures, float[] entryValues) {
    reserve(Math.addExact(entries, entryFeatures.length));
    System.arraycopy(entryFeatures, 0, features, entries, entryFeatures.length);
    System.arraycopy(entryValues, 0, values, entries, entryValues.length);
    for (int entry = 0, row = 0; row < tileRows; row++) {
      while (entry < entryRows.length && entryRows[entry] == row) {
        entry++;
      }
      offsets[rows + row + 1] = entries + entry;
    }
    rows += tileRows;
    entries += entryFeatures.length;
  }

  /**
   * Appends the positive entries of a tile; entries come by row and then by feature.
   *
   * @param tileRows how many rows the tile has, with or without entries
   * @param entryRows the row, within the tile, of every entry
   */
  void appendPositive(int tileRows, int[] entryRows, int[] entryFeatures, float[] entryValues) {
    reserve(Math.addExact(entries, entryFeatures.length));
    for (int entry = 0, row = 0; row < tileRows; row++) {
      for (; entry < entryRows.length && entryRows[entry] == row; entry++) {
        // A NaN is not positive either.
        if (entryValues[entry] > 0) {
          features[entries] = entryFeatures[entry];
          values[entries++] = entryValues[entry];
        }
      }
      offsets[++rows] = entries;
    }
  }

  /**
   * Appends the positive ones of {@code k} entries a row.
   *
   * @param topFeatures ascending within a row; length {@code tileRows k}
   */
  void appendPositive(int k, int[] topFeatures, float[] topValues) {
    reserve(Math.addExact(entries, topFeatures.length));
    for (int entry = 0; entry < topFeatures.length; entry++) {
      if (topValues[entry] > 0) {
        features[entries] = topFeatures[entry];
        values[entries++] = topValues[entry];
      }
      if ((entry + 1) % k == 0) {
        offsets[++rows] = entries;
      }
    }
  }

  FeatureActivations build() {
    return FeatureActivations.ofUnsafe(
        dSae, offsets, Arrays.copyOf(features, entries), Arrays.copyOf(values, entries));
  }

  private void reserve(int needed) {
    if (needed > features.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, needed * 3L / 2));
      features = Arrays.copyOf(features, size);
      values = Arrays.copyOf(values, size);
    }
  }
}
