package org.monosem.core.metric;

/**
 * Accumulates {@link LossRecovered} from the losses of single tokens. A row is a token, that is one
 * prediction.
 */
public final class LossRecoveredAccumulator
    implements Accumulator<LossRecoveredAccumulator, LossRecovered> {
  private static final String[] ARMS = {"clean", "spliced", "zeroAblated", "meanAblated"};

  private long tokens;
  private final CompensatedSum[] sums = {
    new CompensatedSum(), new CompensatedSum(), new CompensatedSum(), new CompensatedSum()
  };

  private LossRecoveredAccumulator() {}

  /** Returns an empty accumulator. */
  public static LossRecoveredAccumulator create() {
    return new LossRecoveredAccumulator();
  }

  /**
   * Accepts the losses of the same tokens in each of the four runs.
   *
   * @param clean losses of the model as it is, {@code [token]}
   * @param spliced with the reconstruction in place, {@code [token]}
   * @param zeroAblated with zeros in place, {@code [token]}
   * @param meanAblated with the mean vector in place, {@code [token]}
   * @throws IllegalArgumentException if the lengths differ, or a loss is NaN or infinite; nothing
   *     is accepted then
   */
  public void accept(float[] clean, float[] spliced, float[] zeroAblated, float[] meanAblated) {
    float[][] arms = {clean, spliced, zeroAblated, meanAblated};
    for (int arm = 0; arm < arms.length; arm++) {
      require(ARMS[arm], arms[arm], clean.length);
    }
    for (int arm = 0; arm < arms.length; arm++) {
      for (float loss : arms[arm]) {
        sums[arm].add(loss);
      }
    }
    tokens += clean.length;
  }

  /** Returns how many tokens were accepted. */
  @Override
  public long rows() {
    return tokens;
  }

  @Override
  public LossRecoveredAccumulator combine(LossRecoveredAccumulator other) {
    for (int arm = 0; arm < sums.length; arm++) {
      sums[arm].add(other.sums[arm]);
    }
    tokens += other.tokens;
    return this;
  }

  @Override
  public LossRecovered value() {
    return new LossRecovered(
        tokens,
        sums[0].value() / tokens,
        sums[1].value() / tokens,
        sums[2].value() / tokens,
        sums[3].value() / tokens);
  }

  private static void require(String arm, float[] losses, int tokens) {
    if (losses.length != tokens) {
      throw new IllegalArgumentException(
          arm + ": expected losses of " + tokens + " tokens, got " + losses.length);
    }
    for (int token = 0; token < tokens; token++) {
      if (!Float.isFinite(losses[token])) {
        throw new IllegalArgumentException(
            arm + ": expected finite losses, got " + losses[token] + " for token " + token);
      }
    }
  }
}
