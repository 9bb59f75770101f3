package org.monosem.core.encoder;

import java.util.Arrays;

/**
 * The {@code k} largest entries of every row, on the Java heap: entries {@code r k} to {@code r k +
 * k} belong to row {@code r}, by ascending column. Made by {@link TopKSelection}, which hands its
 * arrays over: they are not copied.
 */
public final class TopEntries {
  private final int k;
  private final int[] columns;
  private final float[] values;

  TopEntries(int k, int[] columns, float[] values) {
    this.k = k;
    this.columns = columns;
    this.values = values;
  }

  /** Returns the number of entries of a row. */
  public int k() {
    return k;
  }

  /** Returns the number of rows. */
  public int rows() {
    return columns.length / k;
  }

  /** Returns the columns of all entries, length {@code rows k}. */
  public int[] columns() {
    return columns;
  }

  /** Returns the values of all entries, length {@code rows k}, of any sign. */
  public float[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopEntries that
        && k == that.k
        && Arrays.equals(columns, that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "top " + k + " of " + rows() + " rows";
  }
}
