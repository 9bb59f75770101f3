package org.monosem.core.polysemanticity.ratedistortion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.monosem.core.FeatureActivations;
import org.monosem.core.FeatureColumns;
import org.monosem.core.polysemanticity.ratedistortion.CoFiring.Pair;

/**
 * Counts how often features fire together, one batch after another. It keeps the batches: {@code 16
 * bytes} for each active feature of each row, and nothing that grows with the square of the
 * dictionary. Not safe for use by several threads.
 */
public final class CoFiringCounter {
  private static final Comparator<Pair> MOST_FREQUENT_FIRST =
      Comparator.comparingDouble((Pair pair) -> -pair.both())
          .thenComparing(Pair::feature)
          .thenComparing(Pair::other);

  private final int dSae;
  private final List<FeatureActivations> batches = new ArrayList<>();
  private final List<FeatureColumns> columns = new ArrayList<>();
  private final long[] fired;
  private long rows;

  /**
   * Begins a count without rows.
   *
   * @param dSae the number of features
   * @throws IllegalArgumentException if there are none
   */
  public CoFiringCounter(int dSae) {
    if (dSae < 1) {
      throw new IllegalArgumentException("dSae: expected at least 1, got " + dSae);
    }
    this.dSae = dSae;
    this.fired = new long[dSae];
  }

  /**
   * Adds a batch.
   *
   * @throws IllegalArgumentException if it is of another number of features
   */
  public void add(FeatureActivations batch) {
    if (batch.dSae() != dSae) {
      throw new IllegalArgumentException(
          "activations: expected [rows, dSae=%d], got [%d, %d]"
              .formatted(dSae, batch.rows(), batch.dSae()));
    }
    batches.add(batch);
    columns.add(batch.byFeature());
    rows += batch.rows();
    for (int entry = 0; entry < batch.activeCount(); entry++) {
      fired[batch.feature(entry)]++;
    }
  }

  /**
   * Looks at all pairs; time is the sum over rows of the square of the active features.
   *
   * @param count how many pairs are told at most, of each kind; at least 1
   * @throws IllegalArgumentException if {@code count} is less, or nothing was added
   */
  public CoFiring result(int count) {
    if (count < 1 || rows == 0) {
      throw new IllegalArgumentException(
          "co-firing: expected at least one pair to tell of and one row, got %d and %d"
              .formatted(count, rows));
    }
    long[] sums = perRow();
    return new CoFiring(
        rows,
        (double) sums[0] / rows,
        (double) sums[1] / rows,
        (double) sums[2] / rows,
        mostFrequent(count, new boolean[dSae]),
        disjoint(count));
  }

  /** Returns the sums over rows of k, k (k - 1) / 2 and floor(k / 2). */
  private long[] perRow() {
    long[] sums = new long[3];
    for (FeatureActivations batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        int active = batch.end(row) - batch.begin(row);
        sums[0] += active;
        sums[1] += (long) active * (active - 1) / 2;
        sums[2] += active / 2;
      }
    }
    return sums;
  }

  /** Pairs without a feature in common: greedily, as many at a time as are sure to be next. */
  private List<Pair> disjoint(int count) {
    List<Pair> merged = new ArrayList<>();
    boolean[] taken = new boolean[dSae];
    while (merged.size() < count) {
      List<Pair> next = mostFrequent(count, taken);
      if (next.isEmpty()) {
        break;
      }
      for (Pair pair : next) {
        if (merged.size() < count && !taken[pair.feature()] && !taken[pair.other()]) {
          merged.add(pair);
          taken[pair.feature()] = true;
          taken[pair.other()] = true;
        }
      }
    }
    return merged;
  }

  private List<Pair> mostFrequent(int count, boolean[] without) {
    PriorityQueue<Pair> best = new PriorityQueue<>(MOST_FREQUENT_FIRST.reversed());
    long[] both = new long[dSae];
    for (int feature = 0; feature < dSae; feature++) {
      if (!without[feature]) {
        countPartners(feature, both);
        offer(feature, both, without, count, best);
      }
    }
    return best.stream().sorted(MOST_FREQUENT_FIRST).toList();
  }

  /** Sets for every later feature the rows in which both fire. */
  private void countPartners(int feature, long[] both) {
    Arrays.fill(both, feature, dSae, 0);
    for (int b = 0; b < batches.size(); b++) {
      FeatureActivations batch = batches.get(b);
      FeatureColumns column = columns.get(b);
      for (int k = column.begin(feature); k < column.end(feature); k++) {
        int row = column.row(k);
        for (int entry = batch.end(row) - 1; batch.feature(entry) > feature; entry--) {
          both[batch.feature(entry)]++;
        }
      }
    }
  }

  private void offer(
      int feature, long[] both, boolean[] without, int count, PriorityQueue<Pair> best) {
    for (int other = feature + 1; other < dSae; other++) {
      if (both[other] > 0 && !without[other]) {
        double expected = (double) fired[feature] / rows * fired[other] / rows;
        best.add(new Pair(feature, other, (double) both[other] / rows, expected));
        if (best.size() > count) {
          best.remove();
        }
      }
    }
  }
}
