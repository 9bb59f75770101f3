package org.monosem.core.metric;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.monosem.core.FeatureActivations;

/** Accumulates the {@link L0Distribution}: one counter for each number of active features. */
public final class L0Accumulator implements FeatureAccumulator<L0Accumulator, L0Distribution> {
  private final int dSae;
  private long rows;
  private long[] rowsByCount = new long[0];

  private L0Accumulator(int dSae) {
    this.dSae = dSae;
  }

  /** Returns an empty accumulator for a dictionary of {@code dSae} features. */
  public static L0Accumulator create(int dSae) {
    return new L0Accumulator(Widths.positive("dSae", dSae));
  }

  @Override
  public void accept(FeatureActivations features) {
    FeatureRows.requireWidth(features, dSae);
    for (int row = 0; row < features.rows(); row++) {
      int active = FeatureRows.active(features, row);
      reserve(active + 1);
      rowsByCount[active]++;
    }
    rows += features.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public L0Accumulator combine(L0Accumulator other) {
    Widths.same("dSae", dSae, other.dSae);
    reserve(other.rowsByCount.length);
    for (int count = 0; count < other.rowsByCount.length; count++) {
      rowsByCount[count] += other.rowsByCount[count];
    }
    rows += other.rows;
    return this;
  }

  @Override
  public L0Distribution value() {
    double mean = moment(0, 1) / rows;
    double variance = moment(mean, 2) / rows;
    return new L0Distribution(
        rows, mean, Math.sqrt(variance), LongStream.of(rowsByCount).boxed().toList());
  }

  private double moment(double centre, int power) {
    CompensatedSum sum = new CompensatedSum();
    for (int count = 0; count < rowsByCount.length; count++) {
      sum.add(rowsByCount[count] * Math.pow(count - centre, power));
    }
    return sum.value();
  }

  private void reserve(int length) {
    if (length > rowsByCount.length) {
      rowsByCount = Arrays.copyOf(rowsByCount, length);
    }
  }
}
