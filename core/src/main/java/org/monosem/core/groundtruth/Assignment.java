package org.monosem.core.groundtruth;

import java.util.Arrays;

/**
 * The one-to-one assignment of greatest total value (the Hungarian method, as shortest augmenting
 * paths with potentials: Jonker and Volgenant 1987). Time grows with {@code rows² columns} at
 * worst, memory with {@code rows + columns} beside the values.
 *
 * <p>Own code since the libraries of this build have none and one with it (JGraphT) brings a graph
 * model for what are sixty lines here.
 */
final class Assignment {
  private static final int NONE = -1;

  private final double[][] values;
  private final int rows;
  private final int columns;
  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOfColumn;

  private Assignment(double[][] values) {
    this.values = values;
    this.rows = values.length;
    this.columns = values[0].length;
    this.rowPotential = new double[rows];
    this.columnPotential = new double[columns];
    this.rowOfColumn = new int[columns];
    Arrays.fill(rowOfColumn, NONE);
  }

  /**
   * Assigns as many rows as there are columns for.
   *
   * @param values {@code [rows][columns]}, finite, neither empty
   * @return for every row its column, or -1 if there are fewer columns than rows
   */
  static int[] greatest(double[][] values) {
    if (values.length <= values[0].length) {
      return inverse(new Assignment(values).solve(), values.length);
    }
    return new Assignment(transposed(values)).solve();
  }

  /** Returns for every column its row, or -1. */
  private int[] solve() {
    for (int row = 0; row < rows; row++) {
      augment(row);
    }
    return rowOfColumn;
  }

  /** Costs are the values negated. */
  private double reduced(int row, int column) {
    return -values[row][column] - rowPotential[row] - columnPotential[column];
  }

  private void augment(int start) {
    double[] distance = new double[columns];
    int[] before = new int[columns];
    boolean[] done = new boolean[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, NONE);
    int row = start;
    int column = NONE;
    double reached = 0;
    do {
      int next = NONE;
      for (int c = 0; c < columns; c++) {
        if (!done[c]) {
          double through = reached + reduced(row, c);
          if (through < distance[c]) {
            distance[c] = through;
            before[c] = column;
          }
          next = next == NONE || distance[c] < distance[next] ? c : next;
        }
      }
      column = next;
      reached = distance[column];
      done[column] = true;
      row = rowOfColumn[column];
    } while (row != NONE);
    raise(start, distance, done, reached);
    flip(start, column, before);
  }

  private void raise(int start, double[] distance, boolean[] done, double reached) {
    rowPotential[start] += reached;
    for (int c = 0; c < columns; c++) {
      if (done[c] && rowOfColumn[c] != NONE) {
        rowPotential[rowOfColumn[c]] += reached - distance[c];
      }
      if (done[c]) {
        columnPotential[c] -= reached - distance[c];
      }
    }
  }

  private void flip(int start, int last, int[] before) {
    int column = last;
    while (before[column] != NONE) {
      rowOfColumn[column] = rowOfColumn[before[column]];
      column = before[column];
    }
    rowOfColumn[column] = start;
  }

  private static int[] inverse(int[] rowOfColumn, int rows) {
    int[] columnOfRow = new int[rows];
    Arrays.fill(columnOfRow, NONE);
    for (int column = 0; column < rowOfColumn.length; column++) {
      if (rowOfColumn[column] != NONE) {
        columnOfRow[rowOfColumn[column]] = column;
      }
    }
    return columnOfRow;
  }

  private static double[][] transposed(double[][] values) {
    double[][] transposed = new double[values[0].length][values.length];
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        transposed[c][r] = values[r][c];
      }
    }
    return transposed;
  }
}
