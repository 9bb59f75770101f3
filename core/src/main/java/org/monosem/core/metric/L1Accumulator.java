package org.monosem.core.metric;

import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/** Accumulates the {@link L1Norm} of feature activations, plain and weighted by decoder norms. */
public final class L1Accumulator implements FeatureAccumulator<L1Accumulator, L1Norm> {
  private final float[] decoderNorms;
  private long rows;
  private final CompensatedSum plain = new CompensatedSum();
  private final CompensatedSum weighted = new CompensatedSum();

  private L1Accumulator(float[] decoderNorms) {
    this.decoderNorms = decoderNorms;
  }

  /**
   * Returns an empty accumulator for a dictionary with decoder rows of these lengths.
   *
   * @param decoderNorms {@code |W_dec,i|} for every feature, {@code [dSae]}; copied
   * @throws IllegalArgumentException if there are none, or one is negative, NaN or infinite
   */
  public static L1Accumulator weightedBy(float... decoderNorms) {
    Widths.positive("dSae", decoderNorms.length);
    for (int feature = 0; feature < decoderNorms.length; feature++) {
      float norm = decoderNorms[feature];
      if (!(norm >= 0 && Float.isFinite(norm))) {
        throw new IllegalArgumentException(
            "decoderNorms: expected finite lengths, got " + norm + " for feature " + feature);
      }
    }
    return new L1Accumulator(decoderNorms.clone());
  }

  /** Returns an empty accumulator for {@code dSae} features with decoder rows of length one. */
  public static L1Accumulator unitDecoder(int dSae) {
    float[] ones = new float[Widths.positive("dSae", dSae)];
    Arrays.fill(ones, 1);
    return new L1Accumulator(ones);
  }

  int dSae() {
    return decoderNorms.length;
  }

  @Override
  public void accept(FeatureActivations features) {
    FeatureRows.requireWidth(features, decoderNorms.length);
    FeatureRows.requireFinite(features);
    for (int k = 0; k < features.activeCount(); k++) {
      double size = Math.abs(features.value(k));
      plain.add(size);
      weighted.add(size * decoderNorms[features.feature(k)]);
    }
    rows += features.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public L1Accumulator combine(L1Accumulator other) {
    Widths.same("dSae", decoderNorms.length, other.decoderNorms.length);
    if (!Arrays.equals(decoderNorms, other.decoderNorms)) {
      throw new IllegalArgumentException("combine: expected the same decoder norms, got others");
    }
    rows += other.rows;
    plain.add(other.plain);
    weighted.add(other.weighted);
    return this;
  }

  @Override
  public L1Norm value() {
    return new L1Norm(rows, plain.value() / rows, weighted.value() / rows);
  }
}
