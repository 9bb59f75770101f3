package org.monosem.core.metric;

import java.util.stream.LongStream;
import org.monosem.core.FeatureActivations;

/** Accumulates the {@link FeatureDensity}: one counter for each feature. */
public final class FeatureDensityAccumulator
    implements FeatureAccumulator<FeatureDensityAccumulator, FeatureDensity> {
  private final long[] firings;
  private long rows;

  private FeatureDensityAccumulator(int dSae) {
    firings = new long[dSae];
  }

  /** Returns an empty accumulator for a dictionary of {@code dSae} features. */
  public static FeatureDensityAccumulator create(int dSae) {
    return new FeatureDensityAccumulator(Widths.positive("dSae", dSae));
  }

  @Override
  public void accept(FeatureActivations features) {
    FeatureRows.requireWidth(features, firings.length);
    for (int k = 0; k < features.activeCount(); k++) {
      if (features.value(k) != 0) {
        firings[features.feature(k)]++;
      }
    }
    rows += features.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public FeatureDensityAccumulator combine(FeatureDensityAccumulator other) {
    Widths.same("dSae", firings.length, other.firings.length);
    for (int feature = 0; feature < firings.length; feature++) {
      firings[feature] += other.firings[feature];
    }
    rows += other.rows;
    return this;
  }

  @Override
  public FeatureDensity value() {
    return new FeatureDensity(rows, LongStream.of(firings).boxed().toList());
  }
}
