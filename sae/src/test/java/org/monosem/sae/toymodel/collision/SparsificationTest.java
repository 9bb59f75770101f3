package org.monosem.sae.toymodel.collision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.random.Seed;

class SparsificationTest {
  @ParameterizedTest
  @CsvSource({"10000, 1e-4, 0", "10000, 1e-4, 1", "10000, 1e-4, 2", "100000, 1e-5, 0"})
  void normAndSurvivorsFollowTheLawsUpToAFactor(int units, double penalty, long seed) {
    Sparsification row = new Sparsification(units, penalty, 0.5);
    List<Sparsification.Moment> moments = row.simulate(Seed.of(seed), row.asymptoticTimes(12));
    assertThat(LogLogSlope.ofNorm(moments)).isCloseTo(1, within(0.12));
    assertThat(LogLogSlope.ofSurvivors(moments)).isCloseTo(1, within(0.12));
    for (Sparsification.Moment moment : moments) {
      assertThat(moment.norm() / moment.predictedNorm()).isBetween(1.1, 1.4);
      assertThat(moment.survivors() / moment.predictedSurvivors()).isBetween(1.5, 3.2);
    }
  }

  @Test
  void aStepByHand() {
    Sparsification row = new Sparsification(3, 0.1, 0.5);
    List<Sparsification.Moment> moments = row.simulate(Seed.of(4), List.of(0.0, 0.5, 60.0));
    SplittableRandom random = Seed.of(4).random();
    double[] w = new double[3];
    double squares = 0;
    double norm = 0;
    for (int i = 0; i < 3; i++) {
      w[i] = Math.abs(random.nextGaussian()) / Math.sqrt(3);
      squares += w[i] * w[i];
      norm += w[i];
    }
    assertThat(moments.get(0).norm()).isCloseTo(norm, within(1e-12));
    double next = 0;
    for (double entry : w) {
      next += Math.max(0, entry + 0.5 * ((1 - squares) * entry - 0.1));
    }
    assertThat(moments.get(1).norm()).isCloseTo(next, within(1e-12));
    assertThat(moments.get(1).predictedNorm())
        .isCloseTo(1 / (1 / Math.sqrt(3) + 0.1 * 0.5), within(1e-12));
    // One entry is left, where (1 - w^2) w = penalty.
    assertThat(moments.get(2).survivors()).isEqualTo(1);
    double left = moments.get(2).norm();
    assertThat((1 - left * left) * left).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void slopesOfExactLawsAreOne() {
    List<Sparsification.Moment> exact =
        List.of(
            new Sparsification.Moment(1, 3 * 9, 2 * 81, 9),
            new Sparsification.Moment(2, 3 * 4, 2 * 16, 4),
            new Sparsification.Moment(3, 3 * 1, 2 * 1, 1));
    assertThat(LogLogSlope.ofNorm(exact)).isCloseTo(1, within(1e-12));
    assertThat(LogLogSlope.ofSurvivors(exact)).isCloseTo(1, within(1e-12));
  }

  @Test
  void badSettingsAreRefusedAndAnInterruptEndsIt() {
    assertThatThrownBy(() -> new Sparsification(0, 1, 1))
        .hasMessage("units: expected at least 1, got 0");
    assertThatThrownBy(() -> new Sparsification(1, 0, 1))
        .hasMessage("penalty: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new Sparsification(1, 1, -1))
        .hasMessage("step: expected a finite number above 0, got -1.0");
    Sparsification small = new Sparsification(900, 1, 1);
    assertThatThrownBy(() -> small.asymptoticTimes(3))
        .hasMessage("units: expected more than 900, got 900");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> small.simulate(Seed.of(1), List.of(2.0)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("sparsification: interrupted after 2 steps");
    assertThat(Thread.interrupted()).isTrue();
  }
}
