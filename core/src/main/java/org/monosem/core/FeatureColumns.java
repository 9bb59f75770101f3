package org.monosem.core;

/**
 * Feature activations ordered by feature: for every feature the rows in which it fired.
 *
 * <p>Entry {@code k} of feature {@code f}, with {@code begin(f) <= k < end(f)}, says that the
 * feature has the activation {@code value(k)} in row {@code row(k)}; rows ascend. Immutable and
 * safe for use by several threads.
 */
public final class FeatureColumns {
  private final int rows;
  private final int[] offsets;
  private final int[] rowOf;
  private final float[] values;

  FeatureColumns(int rows, int[] offsets, int[] rowOf, float[] values) {
    this.rows = rows;
    this.offsets = offsets;
    this.rowOf = rowOf;
    this.values = values;
  }

  /** Returns the number of rows of the batch. */
  public int rows() {
    return rows;
  }

  /** Returns the number of features of the dictionary. */
  public int dSae() {
    return offsets.length - 1;
  }

  /** Returns the index of the first entry of a feature. */
  public int begin(int feature) {
    return offsets[feature];
  }

  /** Returns the index behind the last entry of a feature. */
  public int end(int feature) {
    return offsets[feature + 1];
  }

  /** Returns in how many rows a feature fired. */
  public int count(int feature) {
    return offsets[feature + 1] - offsets[feature];
  }

  /** Returns the row of an entry. */
  public int row(int entry) {
    return rowOf[entry];
  }

  /** Returns the activation of an entry. */
  public float value(int entry) {
    return values[entry];
  }
}
