package org.monosem.core.metric;

/**
 * Accumulates {@link PeerLossRecovered}: the batches it accepts are the batches of the formula. A
 * row is a token.
 */
public final class PeerLossRecoveredAccumulator
    implements Accumulator<PeerLossRecoveredAccumulator, PeerLossRecovered> {
  private long tokens;
  private long batches;
  private final CompensatedSum ratios = new CompensatedSum();

  private PeerLossRecoveredAccumulator() {}

  /** Returns an empty accumulator. */
  public static PeerLossRecoveredAccumulator create() {
    return new PeerLossRecoveredAccumulator();
  }

  /**
   * Accepts the mean losses of one batch.
   *
   * @param batch of at least one token
   * @throws IllegalArgumentException if the batch has no tokens
   */
  public void accept(LossRecovered batch) {
    if (batch.tokens() < 1) {
      throw new IllegalArgumentException("batch: expected at least 1 token, got " + batch.tokens());
    }
    tokens += batch.tokens();
    batches++;
    ratios.add(batch.againstZero());
  }

  @Override
  public long rows() {
    return tokens;
  }

  @Override
  public PeerLossRecoveredAccumulator combine(PeerLossRecoveredAccumulator other) {
    tokens += other.tokens;
    batches += other.batches;
    ratios.add(other.ratios);
    return this;
  }

  @Override
  public PeerLossRecovered value() {
    return new PeerLossRecovered(tokens, batches, ratios.value() / batches);
  }
}
