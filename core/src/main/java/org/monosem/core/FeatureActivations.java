package org.monosem.core;

import java.util.Arrays;

/**
 * The feature activations of a batch, sparse: for every row only the features that fired.
 *
 * <p>Rows are stored one after another (compressed sparse rows). Entry {@code k} of row {@code r},
 * with {@code begin(r) <= k < end(r)}, says that feature {@code feature(k)} has the activation
 * {@code value(k)}; features ascend within a row and are named at most once. Everything else is
 * zero. Memory is 8 bytes an entry and 4 a row, whatever the width of the dictionary.
 *
 * <p>Immutable and safe for use by several threads. The data live on the Java heap.
 */
public final class FeatureActivations {
  private final int dSae;
  private final int[] offsets;
  private final int[] features;
  private final float[] values;

  private FeatureActivations(int dSae, int[] offsets, int[] features, float[] values) {
    this.dSae = dSae;
    this.offsets = offsets;
    this.features = features;
    this.values = values;
  }

  /**
   * Returns feature activations with the given entries; the arrays are copied.
   *
   * @param dSae the number of features of the dictionary
   * @param offsets where each row begins among the entries, and the number of entries; length
   *     {@code rows + 1}
   * @param features the features of the entries, ascending within each row
   * @param values the activations of the entries
   * @throws IllegalArgumentException if the arrays do not describe such rows
   */
  public static FeatureActivations of(int dSae, int[] offsets, int[] features, float[] values) {
    check(dSae, offsets, features, values);
    return new FeatureActivations(dSae, offsets.clone(), features.clone(), values.clone());
  }

  /**
   * Like {@link #of}, but keeps the arrays and trusts them: the caller must not touch them again.
   */
  static FeatureActivations ofUnsafe(int dSae, int[] offsets, int[] features, float[] values) {
    return new FeatureActivations(dSae, offsets, features, values);
  }

  /** Returns the number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  /** Returns the number of features of the dictionary. */
  public int dSae() {
    return dSae;
  }

  /** Returns the number of entries, summed over rows. */
  public int activeCount() {
    return features.length;
  }

  /** Returns the index of the first entry of a row. */
  public int begin(int row) {
    return offsets[checkRow(row)];
  }

  /** Returns the index behind the last entry of a row. */
  public int end(int row) {
    return offsets[checkRow(row) + 1];
  }

  /** Returns the feature of an entry. */
  public int feature(int entry) {
    return features[entry];
  }

  /** Returns the activation of an entry. */
  public float value(int entry) {
    return values[entry];
  }

  /** Returns the mean number of entries of a row (L0, mean over batch); NaN without rows. */
  public double meanL0() {
    return (double) activeCount() / rows();
  }

  /** Returns the activation of one feature in one row, zero if it did not fire. */
  public float activation(int row, int feature) {
    if (feature < 0 || feature >= dSae) {
      throw new IndexOutOfBoundsException(
          "feature " + feature + " of a dictionary with " + dSae + " features");
    }
    int entry = Arrays.binarySearch(features, begin(row), end(row), feature);
    return entry < 0 ? 0 : values[entry];
  }

  /** Returns one row with every zero written out; length {@code dSae}. */
  public float[] toDense(int row) {
    float[] dense = new float[dSae];
    for (int k = begin(row); k < end(row); k++) {
      dense[features[k]] = values[k];
    }
    return dense;
  }

  /**
   * Returns the same entries ordered by feature: the view of one feature over the batch. Counting
   * sort, {@code O(activeCount + dSae)} time and memory.
   */
  public FeatureColumns byFeature() {
    int[] columnOffsets = new int[dSae + 1];
    for (int feature : features) {
      columnOffsets[feature + 1]++;
    }
    for (int f = 0; f < dSae; f++) {
      columnOffsets[f + 1] += columnOffsets[f];
    }
    int[] next = Arrays.copyOf(columnOffsets, dSae);
    int[] rowsOf = new int[features.length];
    float[] valuesOf = new float[features.length];
    for (int row = 0; row < rows(); row++) {
      for (int k = offsets[row]; k < offsets[row + 1]; k++) {
        int to = next[features[k]]++;
        rowsOf[to] = row;
        valuesOf[to] = values[k];
      }
    }
    return new FeatureColumns(rows(), columnOffsets, rowsOf, valuesOf);
  }

  /** Returns a copy of the row offsets, length {@code rows + 1}. */
  public int[] offsets() {
    return offsets.clone();
  }

  /** Returns a copy of the features of all entries. */
  public int[] features() {
    return features.clone();
  }

  /** Returns a copy of the activations of all entries. */
  public float[] values() {
    return values.clone();
  }

  /** The arrays themselves, for kernels of this package; not to be changed. */
  int[] offsetsUnsafe() {
    return offsets;
  }

  int[] featuresUnsafe() {
    return features;
  }

  float[] valuesUnsafe() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureActivations that
        && dSae == that.dSae
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(features, that.features)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(features) + Arrays.hashCode(offsets);
  }

  @Override
  public String toString() {
    return "feature activations [rows="
        + rows()
        + ", dSae="
        + dSae
        + "], "
        + activeCount()
        + " active";
  }

  private int checkRow(int row) {
    if (row < 0 || row >= rows()) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows());
    }
    return row;
  }

  private static void check(int dSae, int[] offsets, int[] features, float[] values) {
    if (dSae < 1 || offsets.length == 0 || offsets[0] != 0) {
      throw new IllegalArgumentException(
          "feature activations: dSae must be at least 1 and offsets begin with 0, got dSae="
              + dSae
              + ", offsets of length "
              + offsets.length);
    }
    int entries = offsets[offsets.length - 1];
    if (features.length != entries || values.length != entries) {
      throw new IllegalArgumentException(
          "feature activations: offsets end with %d entries, got %d features and %d values"
              .formatted(entries, features.length, values.length));
    }
    for (int row = 0; row + 1 < offsets.length; row++) {
      checkAscending(dSae, row, offsets, features);
    }
  }

  private static void checkAscending(int dSae, int row, int[] offsets, int[] features) {
    if (offsets[row + 1] < offsets[row] || offsets[row + 1] > features.length) {
      throw new IllegalArgumentException(
          "feature activations: offsets must ascend, row " + row + " ends before it begins");
    }
    int last = -1;
    for (int k = offsets[row]; k < offsets[row + 1]; k++) {
      if (features[k] <= last || features[k] >= dSae) {
        throw new IllegalArgumentException(
            "feature activations: features of row %d must ascend below %d, got %d after %d"
                .formatted(row, dSae, features[k], last));
      }
      last = features[k];
    }
  }
}
