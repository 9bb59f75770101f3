package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossRecoveredTest {

  @Test
  void aRatioOfSumsIsNoMeanOfRatios() {
    LossRecoveredAccumulator accumulator = LossRecoveredAccumulator.create();
    accumulator.accept(new float[] {1}, new float[] {2}, new float[] {3}, new float[] {2});
    accumulator.accept(
        new float[] {1, 1}, new float[] {1, 1}, new float[] {11, 11}, new float[] {3, 3});
    LossRecovered loss = accumulator.value();
    assertThat(loss.tokens()).isEqualTo(3);
    assertThat(loss.againstZero()).isEqualTo((25 - 4) / (25 - 3.0), within(1e-15));
    assertThat(loss.againstMean()).isEqualTo((8 - 4) / (8 - 3.0), within(1e-15));
    assertThat(loss.delta()).isEqualTo(1 / 3.0, within(1e-15));
  }

  @Test
  void noCostIsExactlyOneAndNoGainExactlyZero() {
    LossRecovered perfect = new LossRecovered(1, 1.1, 1.1, 3.3, 2.2);
    assertThat(perfect.againstZero()).isEqualTo(1);
    assertThat(perfect.againstMean()).isEqualTo(1);
    LossRecovered useless = new LossRecovered(1, 1.1, 3.3, 3.3, 2.2);
    assertThat(useless.againstZero()).isZero();
    assertThat(useless.againstMean()).isNegative();
  }

  @Test
  void divergencesWorkAsLossesWithACleanArmOfZero() {
    LossRecovered kl = new LossRecovered(1, 0, 0.5, 2, 1);
    assertThat(kl.againstZero()).isEqualTo(0.75);
    assertThat(kl.againstMean()).isEqualTo(0.5);
  }

  @Test
  void anAblationWithoutCostHasNoFraction() {
    LossRecovered free = new LossRecovered(1, 2, 2, 2, 1);
    assertThat(free.againstZero()).isNaN();
    assertThat(free.toMap())
        .doesNotContainKey("recoveredAgainstZero")
        .containsKey("recoveredAgainstMean");
  }

  @Test
  void resamplingHasAFigureOnlyIfEveryTokenHasOne() {
    LossRecoveredAccumulator accumulator = LossRecoveredAccumulator.create();
    accumulator.accept(new float[][] {{1}, {2}, {3}, {3}, {6}});
    assertThat(accumulator.value().againstResample()).isEqualTo(0.8, within(1e-15));
    accumulator.accept(new float[][] {{1}, {2}, {3}, {3}});
    assertThat(accumulator.value().resampleAblated()).isNaN();
    assertThat(accumulator.value().toMap())
        .doesNotContainKeys("resampleAblated", "recoveredAgainstResample");
  }

  @Test
  void brokenLossesAreNamedAndNotCounted() {
    LossRecoveredAccumulator accumulator = LossRecoveredAccumulator.create();
    float[] two = {1, 2};
    assertThatThrownBy(() -> accumulator.accept(two, two, new float[] {1}, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zeroAblated: expected losses of 2 tokens, got 1");
    assertThatThrownBy(() -> accumulator.accept(two, new float[] {1, Float.NaN}, two, two))
        .hasMessage("spliced: expected finite losses, got NaN for token 1");
    assertThatThrownBy(() -> accumulator.accept(new float[3][1]))
        .hasMessage("arms: expected 4 or 5 runs, got 3");
    assertThatThrownBy(() -> accumulator.accept(new float[][] {two, two, two, two, {1, 1, 1}}))
        .hasMessage("resampleAblated: expected losses of 2 tokens, got 3");
    assertThat(accumulator.rows()).isZero();
    assertThat(accumulator.value().clean()).isNaN();
  }
}
