package org.monosem.core.metric;

import java.util.Arrays;

/**
 * Accumulates {@link LossRecovered} from the losses of single tokens. A row is a token, that is one
 * prediction.
 */
public final class LossRecoveredAccumulator
    implements Accumulator<LossRecoveredAccumulator, LossRecovered> {
  private static final String[] ARMS = {
    "clean", "spliced", "zeroAblated", "meanAblated", "resampleAblated"
  };
  private static final int RESAMPLED = 4;

  private long tokens;
  private long resampled;
  private final CompensatedSum[] sums = new CompensatedSum[ARMS.length];

  private LossRecoveredAccumulator() {
    Arrays.setAll(sums, arm -> new CompensatedSum());
  }

  /** Returns an empty accumulator. */
  public static LossRecoveredAccumulator create() {
    return new LossRecoveredAccumulator();
  }

  /**
   * Accepts the losses of the same tokens in each of four runs, without resample ablation.
   *
   * @param clean losses of the model as it is, {@code [token]}
   * @param spliced with the reconstruction in place, {@code [token]}
   * @param zeroAblated with zeros in place, {@code [token]}
   * @param meanAblated with the mean vector in place, {@code [token]}
   * @throws IllegalArgumentException if the lengths differ, or a loss is NaN or infinite; nothing
   *     is accepted then
   */
  public void accept(float[] clean, float[] spliced, float[] zeroAblated, float[] meanAblated) {
    accept(new float[][] {clean, spliced, zeroAblated, meanAblated});
  }

  /**
   * Accepts the losses of the same tokens in four or five runs.
   *
   * @param arms {@code [4][token]} in the order clean, spliced, zero-ablated, mean-ablated, or
   *     {@code [5][token]} with resample-ablated at the end; a resample-ablated loss has a value
   *     only if every token has one
   * @throws IllegalArgumentException if there are others, the lengths differ, or a loss is NaN or
   *     infinite; nothing is accepted then
   */
  public void accept(float[][] arms) {
    if (arms.length != RESAMPLED && arms.length != ARMS.length) {
      throw new IllegalArgumentException("arms: expected 4 or 5 runs, got " + arms.length);
    }
    int length = arms[0].length;
    for (int arm = 0; arm < arms.length; arm++) {
      require(ARMS[arm], arms[arm], length);
    }
    for (int arm = 0; arm < arms.length; arm++) {
      for (float loss : arms[arm]) {
        sums[arm].add(loss);
      }
    }
    tokens += length;
    resampled += arms.length > RESAMPLED ? length : 0;
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
    resampled += other.resampled;
    return this;
  }

  @Override
  public LossRecovered value() {
    return new LossRecovered(
        tokens,
        sums[0].value() / tokens,
        sums[1].value() / tokens,
        sums[2].value() / tokens,
        sums[3].value() / tokens,
        resampled == tokens ? sums[RESAMPLED].value() / tokens : Double.NaN);
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
