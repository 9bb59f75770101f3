package org.monosem.core.polysemanticity.capacity;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Capacities from sparse rows. A unit's products with all others are had from the rows on which it
 * is active, one unit at a time, so that only one line of {@code [units, units]} exists a thread;
 * the cost is the sum of the squares of the rows' L0.
 */
final class SparseCapacities {
  /** Units of one task: makes its line worth allocating. */
  private static final int BLOCK = 4096;

  private final KeptActivations kept;
  private final int[] begins;
  private final int[] entries;
  private final int[] rows;
  private final double[] weights;

  /**
   * Orders the entries by unit.
   *
   * @param directions whether each unit's vector is divided by its norm
   */
  SparseCapacities(KeptActivations kept, boolean directions) {
    this.kept = kept;
    int count = kept.begin(kept.rows());
    this.begins = begins(kept, count);
    this.entries = new int[count];
    this.rows = new int[count];
    int[] next = begins.clone();
    for (int row = 0; row < kept.rows(); row++) {
      for (int k = kept.begin(row); k < kept.begin(row + 1); k++) {
        int place = next[kept.unit(k)]++;
        entries[place] = k;
        rows[place] = row;
      }
    }
    this.weights = new double[kept.width()];
    Arrays.setAll(weights, unit -> directions && own(unit) > 0 ? 1 / own(unit) : 1);
  }

  private static int[] begins(KeptActivations kept, int count) {
    int[] begins = new int[kept.width() + 1];
    for (int k = 0; k < count; k++) {
      begins[kept.unit(k) + 1]++;
    }
    Arrays.parallelPrefix(begins, Integer::sum);
    return begins;
  }

  /** Returns each unit's; the same bits on any number of threads. */
  double[] all() {
    int width = kept.width();
    double[] capacities = new double[width];
    IntStream.range(0, (width + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              Line line = new Line();
              for (int unit = block * BLOCK; unit < Math.min(width, (block + 1) * BLOCK); unit++) {
                capacities[unit] = line.capacity(unit);
              }
            });
    return capacities;
  }

  private double own(int unit) {
    double squares = 0;
    for (int at = begins[unit]; at < begins[unit + 1]; at++) {
      double value = kept.value(entries[at]);
      squares += value * value;
    }
    return squares;
  }

  /** One unit's products with the units that are active beside it. */
  private final class Line {
    private final double[] products = new double[kept.width()];
    private final int[] others = new int[kept.width()];
    private final boolean[] met = new boolean[kept.width()];
    private int count;

    double capacity(int unit) {
      for (int at = begins[unit]; at < begins[unit + 1]; at++) {
        add(rows[at], kept.value(entries[at]));
      }
      double own = products[unit] * weights[unit];
      double shared = 0;
      for (int i = 0; i < count; i++) {
        int other = others[i];
        shared += products[other] * products[other] * weights[other];
        products[other] = 0;
        met[other] = false;
      }
      count = 0;
      double power = own * own;
      return power == 0 ? 0 : Math.min(1, power / (shared * weights[unit]));
    }

    private void add(int row, double value) {
      for (int k = kept.begin(row); k < kept.begin(row + 1); k++) {
        int other = kept.unit(k);
        if (!met[other]) {
          met[other] = true;
          others[count++] = other;
        }
        products[other] += value * kept.value(k);
      }
    }
  }
}
