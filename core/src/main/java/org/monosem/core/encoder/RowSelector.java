package org.monosem.core.encoder;

import java.nio.FloatBuffer;

/**
 * Finds the {@code k} largest elements of one row after another, given the maxima of its blocks and
 * a bound that at least {@code k} elements reach. Owns its working memory, so it serves one thread.
 */
final class RowSelector {
  private final int width;
  private final int k;
  private final int blocks;
  private final int[] hits;
  private final int[] columns;
  private final int[] keys;
  private final int[] scratch;
  private int count;

  RowSelector(int width, int k, BlockPlan plan) {
    this.width = width;
    this.k = k;
    this.blocks = plan.blocks();
    this.hits = new int[blocks];
    this.columns = new int[width];
    this.keys = new int[width];
    this.scratch = new int[width];
  }

  /**
   * Selects from a row.
   *
   * @param values holds the row from {@code begin} on
   * @param maxima of the row's blocks
   * @param bound what at least {@code k} elements reach; NaN says nothing
   * @param to where the row begins in the result
   */
  void select(
      FloatBuffer values, int begin, float[] maxima, float bound, TopEntries result, int to) {
    count = 0;
    int found = blocksReaching(bound, maxima);
    int whole = blocks == 0 ? 0 : width / blocks * blocks;
    for (int column = 0; column < whole; column += blocks) {
      collect(values, begin, column, found, bound);
    }
    for (int column = whole; column < width; column++) {
      addIfReaching(values.get(begin + column), column, bound);
    }
    keep(result, to);
  }

  private int blocksReaching(float bound, float[] maxima) {
    int found = 0;
    for (int block = 0; block < blocks; block++) {
      // Not ">=": a NaN must pass.
      if (!(maxima[block] < bound)) {
        hits[found++] = block;
      }
    }
    return found;
  }

  /** Collects from one stride, so that columns ascend over all strides. */
  private void collect(FloatBuffer values, int begin, int stride, int found, float bound) {
    for (int hit = 0; hit < found; hit++) {
      int column = stride + hits[hit];
      addIfReaching(values.get(begin + column), column, bound);
    }
  }

  private void addIfReaching(float value, int column, float bound) {
    if (!(value < bound)) {
      columns[count] = column;
      keys[count] = key(value);
      count++;
    }
  }

  private void keep(TopEntries result, int to) {
    System.arraycopy(keys, 0, scratch, 0, count);
    int least = largest(scratch, count, k);
    int ties = k;
    for (int i = 0; i < count; i++) {
      ties -= keys[i] > least ? 1 : 0;
    }
    int at = to;
    for (int i = 0; at < to + k; i++) {
      if (keys[i] > least || (keys[i] == least && ties-- > 0)) {
        result.columns()[at] = columns[i];
        result.values()[at++] = value(keys[i]);
      }
    }
  }

  /** Returns the k-th largest of the first {@code count} keys, whose order changes. */
  private static int largest(int[] keys, int count, int k) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int pivot = keys[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] > pivot) {
          i++;
        }
        while (keys[j] < pivot) {
          j--;
        }
        if (i <= j) {
          int swapped = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swapped;
        }
      }
      if (k - 1 <= j) {
        high = j;
      } else if (k - 1 >= i) {
        low = i;
      } else {
        return pivot;
      }
    }
    return keys[k - 1];
  }

  /** Integers in the order of floats: every number below every NaN, -0 below 0. */
  private static int key(float value) {
    return flipNegative(Float.floatToIntBits(value));
  }

  private static float value(int key) {
    return Float.intBitsToFloat(flipNegative(key));
  }

  private static int flipNegative(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
