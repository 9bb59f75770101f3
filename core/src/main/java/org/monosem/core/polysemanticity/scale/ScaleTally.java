package org.monosem.core.polysemanticity.scale;

/** Sums up scores. */
final class ScaleTally {
  private final ScaleOptions options;
  private final long[] histogram = new long[PhiBins.COUNT];
  private final long[] above;
  private final double[] highest;
  private long rows;
  private long scored;
  private long unscored;
  private double sum;
  private double topSum;

  ScaleTally(int units, ScaleOptions options) {
    this.options = options;
    this.above = new long[options.thresholds().size()];
    this.highest = new double[units];
  }

  void add(double[] phi) {
    double top = 0;
    for (int u = 0; u < phi.length; u++) {
      double value = phi[u];
      if (Double.isNaN(value)) {
        unscored++;
        continue;
      }
      scored++;
      sum += value;
      top = Math.max(top, value);
      highest[u] = Math.max(highest[u], value);
      histogram[PhiBins.of(value)]++;
      count(value);
    }
    rows++;
    topSum += top;
  }

  private void count(double value) {
    for (int t = 0; t < above.length && value >= options.thresholds().get(t); t++) {
      above[t]++;
    }
  }

  ScaleReport report() {
    return new ScaleReport(
        options,
        new ScaleReport.Counts(rows, scored, unscored),
        new ScaleReport.Sums(sum, topSum),
        new ScaleReport.Spread(above.clone(), histogram.clone(), highest.clone()));
  }
}
