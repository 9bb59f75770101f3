package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Test
  void theMinimumIsThatOfNumpy() throws IOException {
    for (ProbingGolden.Regression golden : ProbingGolden.load().regressions) {
      DesignMatrix dense = new DenseRows(golden.x, Examples.all(golden.x.length));
      DesignMatrix sparse =
          new SparseRows(Examples.sparse(golden.x), Examples.all(golden.x.length));
      for (DesignMatrix x : new DesignMatrix[] {dense, sparse}) {
        same(LogisticRegression.fit(x, golden.positive), golden.plain);
        same(LogisticRegression.fitBalanced(x, golden.positive), golden.balanced);
        double[] difference = MeanDifference.of(x, golden.positive);
        assertThat(difference).containsExactly(golden.difference, within(1e-12));
        assertThat(MeanDifference.greatest(difference, golden.order.length))
            .isEqualTo(golden.order);
      }
    }
  }

  private static void same(LogisticProbe probe, double[] expected) {
    for (int i = 0; i < probe.weights().length; i++) {
      assertThat(probe.weights()[i]).isCloseTo(expected[i], within(1e-6));
    }
    assertThat(probe.intercept()).isCloseTo(expected[expected.length - 1], within(1e-6));
  }

  /** Two rows at -1 and 1: the minimum has w = 2 s(-w), so w = 0.852605... and b = 0. */
  @Test
  void twoRowsCanBeSolvedByHand() {
    DesignMatrix x = new DenseRows(new float[][] {{1}, {-1}}, Examples.all(2));
    LogisticProbe probe = LogisticRegression.fit(x, new boolean[] {true, false});
    double w = probe.weights()[0];
    assertThat(w).isCloseTo(2 / (1 + Math.exp(w)), within(1e-7));
    assertThat(probe.intercept()).isCloseTo(0, within(1e-9));
    assertThat(probe.decide(x, new boolean[] {true, false})).isEqualTo(new Decisions(1, 0, 0, 1));
  }

  @Test
  void valuesOfAnyScaleConverge() {
    float[][] rows = {{1e4f, 3}, {2e4f, 1}, {1.5e4f, -2}, {1e4f, 0}, {3e4f, 5}, {2e4f, -1}};
    boolean[] positive = {true, false, true, false, true, true};
    LogisticProbe probe = LogisticRegression.fit(new DenseRows(rows, Examples.all(6)), positive);
    double[] gradient = {probe.weights()[0], probe.weights()[1], 0};
    for (int row = 0; row < 6; row++) {
      double z = probe.intercept();
      for (int i = 0; i < 2; i++) {
        z += rows[row][i] * probe.weights()[i];
      }
      double error = 1 / (1 + Math.exp(-z)) - (positive[row] ? 1 : 0);
      gradient[0] += rows[row][0] * error;
      gradient[1] += rows[row][1] * error;
      gradient[2] += error;
    }
    assertThat(gradient[0]).isCloseTo(0, within(1e-2));
    assertThat(gradient[1]).isCloseTo(0, within(1e-4));
  }

  @Test
  void noRowsOfAClassGiveTheOtherClass() {
    DesignMatrix x = new DenseRows(new float[][] {{1}, {2}}, Examples.all(2));
    LogisticProbe probe = LogisticRegression.fit(x, new boolean[] {true, true});
    assertThat(probe.score(x, 0)).isPositive().isFinite();
  }

  @Test
  void anInterruptEndsIt() {
    DesignMatrix x = new DenseRows(new float[][] {{1}, {2}}, Examples.all(2));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> LogisticRegression.fit(x, new boolean[] {true, false}))
          .isInstanceOf(CancellationException.class)
          .hasMessage("logistic regression, steps: interrupted after 0");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void decisionsGiveAccuracyAndF1() {
    Decisions decisions = new Decisions(3, 1, 2, 4);
    assertThat(decisions.accuracy()).isEqualTo(0.7);
    assertThat(decisions.f1()).isCloseTo(6.0 / 9, within(1e-15));
    assertThat(new Decisions(0, 0, 0, 5).f1()).isZero();
  }
}
