package org.monosem.sae.deadfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class LossSquaredSamplerTest {

  @Test
  void frequenciesFollowTheSquaredLoss() {
    float[] losses = {0.5f, 3, 0, 1, 2, 0, 4};
    long[] drawn = new long[losses.length];
    LossSquaredSampler sampler = new LossSquaredSampler(losses);
    SplittableRandom random = Seed.of(1).random();
    for (int i = 0; i < 100_000; i++) {
      drawn[sampler.draw(random)]++;
    }
    assertThat(drawn[2] + drawn[5]).isZero();
    double[] expected = {0.25, 9, 1, 4, 16};
    long[] observed = {drawn[0], drawn[1], drawn[3], drawn[4], drawn[6]};
    assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(0.001);
  }

  @Test
  void oneInputWithAllTheLossIsAlwaysDrawn() {
    LossSquaredSampler sampler = new LossSquaredSampler(new float[] {0, 0, 7, 0});
    SplittableRandom random = Seed.of(1).random();
    for (int i = 0; i < 1000; i++) {
      assertThat(sampler.draw(random)).isEqualTo(2);
    }
  }

  @Test
  void lossesThatAllowNoDrawAreRefused() {
    assertThatThrownBy(() -> new LossSquaredSampler(new float[] {0, 0}))
        .hasMessageContaining("sum of squares above 0, got 0.0");
    assertThatThrownBy(() -> new LossSquaredSampler(new float[] {1, Float.NaN}))
        .hasMessageContaining("got NaN");
  }
}
