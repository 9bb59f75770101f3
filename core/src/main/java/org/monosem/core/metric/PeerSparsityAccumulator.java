package org.monosem.core.metric;

import org.monosem.core.FeatureActivations;

/** Accumulates {@link PeerSparsity}. */
public final class PeerSparsityAccumulator
    implements FeatureAccumulator<PeerSparsityAccumulator, PeerSparsity> {
  private final int dSae;
  private long rows;
  private long positive;
  private final CompensatedSum signed = new CompensatedSum();

  private PeerSparsityAccumulator(int dSae) {
    this.dSae = dSae;
  }

  /** Returns an empty accumulator for a dictionary of {@code dSae} features. */
  public static PeerSparsityAccumulator create(int dSae) {
    return new PeerSparsityAccumulator(Widths.positive("dSae", dSae));
  }

  @Override
  public void accept(FeatureActivations features) {
    FeatureRows.requireWidth(features, dSae);
    FeatureRows.requireFinite(features);
    for (int k = 0; k < features.activeCount(); k++) {
      float value = features.value(k);
      signed.add(value);
      if (value > 0) {
        positive++;
      }
    }
    rows += features.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public PeerSparsityAccumulator combine(PeerSparsityAccumulator other) {
    Widths.same("dSae", dSae, other.dSae);
    rows += other.rows;
    positive += other.positive;
    signed.add(other.signed);
    return this;
  }

  @Override
  public PeerSparsity value() {
    return new PeerSparsity(rows, (double) positive / rows, signed.value() / rows);
  }
}
