package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class ExplainedVarianceTest {

  @Test
  void aLargeMeanCostsNoDigits() {
    // Multiples of 2^-10 around 2^13 are exact in float32, so the shift changes no difference.
    float[][] x = grid(0);
    float[][] shifted = grid(8192);
    ExplainedVariance near = explained(x, scaled(x, 0));
    ExplainedVariance far = explained(shifted, scaled(shifted, 8192));
    assertThat(far.variance()).isEqualTo(near.variance(), within(1e-12 * near.variance()));
    assertThat(far.value()).isEqualTo(near.value(), within(1e-12));
  }

  private static float[][] grid(float shift) {
    float[][] x = Rows.gaussian(Seed.of(3), 500, 4, 0);
    for (float[] row : x) {
      for (int d = 0; d < row.length; d++) {
        row[d] = shift + Math.round(row[d] * 64) / 1024f;
      }
    }
    return x;
  }

  /** Reconstructs half of every deviation from the shift. */
  private static float[][] scaled(float[][] x, float shift) {
    float[][] reconstruction = new float[x.length][];
    for (int r = 0; r < x.length; r++) {
      reconstruction[r] = x[r].clone();
      for (int d = 0; d < x[r].length; d++) {
        reconstruction[r][d] = shift + Math.round((x[r][d] - shift) * 512) / 1024f;
      }
    }
    return reconstruction;
  }

  /** Seven rows at a time, so that merging is what is tested. */
  private static ExplainedVariance explained(float[][] x, float[][] reconstruction) {
    ExplainedVarianceAccumulator accumulator = ExplainedVarianceAccumulator.create(x[0].length);
    for (int from = 0; from < x.length; from += 7) {
      int to = Math.min(x.length, from + 7);
      accumulator.accept(
          ReconstructionBatch.of(
              Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(reconstruction, from, to)));
    }
    return accumulator.value();
  }

  @Test
  void answeringTheMeanExplainsNothingAndACopyEverything() {
    float[][] x = {{1, 2}, {3, 6}, {5, 4}};
    float[][] mean = {{3, 4}, {3, 4}, {3, 4}};
    assertThat(explained(x, mean).value()).isZero();
    assertThat(explained(x, x).value()).isEqualTo(1);
    float[][] negated = {{-1, -2}, {-3, -6}, {-5, -4}};
    assertThat(explained(x, negated).value()).isNegative();
  }

  @Test
  void withoutVarianceItIsNotFinite() {
    float[][] row = {{1, 2}};
    assertThat(explained(row, row).value()).isNaN();
    assertThat(explained(row, new float[][] {{1, 3}}).value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(explained(row, row).toMap()).doesNotContainKey("value").containsEntry("rows", 1L);
  }

  @Test
  void theLegacyFormsDifferAsDocumented() {
    float[][] x = {{1, 2}, {3, 6}, {5, 4}};
    float[][] biased = {{2, 2}, {4, 6}, {6, 4}};
    LegacyExplainedVariance legacy = legacy(x, biased);
    assertThat(legacy.residualCentred()).as("a constant error is free").isEqualTo(1);
    // Variance 16 in all, error 3 in all; rows are 8, 4 and 4 from the mean, squared.
    assertThat(legacy.batchCentred()).isEqualTo(1 - 3 / 16.0, within(1e-15));
    assertThat(legacy.perToken()).isEqualTo(1 - (1 / 8.0 + 1 / 4.0 + 1 / 4.0) / 3, within(1e-15));
    // E|x|² = 91/3; the mean over dims of E x_d² is half of it.
    double moment = 91 / 3.0;
    assertThat(legacy.saeLensBefore6451())
        .isEqualTo(1 - 1 / (moment - moment * moment / 4), within(1e-15));
    assertThat(legacy(new float[][] {{1, 2}}, new float[][] {{1, 2}}).perToken()).isNaN();
  }

  private static LegacyExplainedVariance legacy(float[][] x, float[][] reconstruction) {
    LegacyExplainedVarianceAccumulator accumulator =
        LegacyExplainedVarianceAccumulator.create(x[0].length);
    accumulator.accept(ReconstructionBatch.of(x, reconstruction));
    return accumulator.value();
  }
}
