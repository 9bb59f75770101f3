package org.monosem.sae.toymodel.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class QuadraticModelTest {
  private static final QuadraticModel MODEL = new QuadraticModel(List.of(2.0, 1.0, 0.5), 2, 8);
  private static final double[][] EMBEDDING = {{1.1, 0.2}, {-0.3, 0.7}, {0.2, 0.4}};

  @Test
  void theLossIsTheSumOverEntriesOfTheGramMatrix() {
    // |W|^2 = 1.25, 0.58, 0.2; products -0.19, 0.3, 0.22; by hand
    double own = 8 * (0.75 * 0.75 + 0.42 * 0.42 + 0.3 * 0.3);
    double shared = 4 * (0.19 * 0.19 + 0.3 * 0.3 + 0.22 * 0.22);
    assertThat(MODEL.loss(EMBEDDING)).isCloseTo(own + shared, within(1e-12));
  }

  @Test
  void theLossIsTheErrorOfTheNetworkItself() {
    // Signs with probability p: F = 1/p - 1 = 8 at p = 1/9; a value is 3 or -3 then.
    SplittableRandom random = Seed.of(5).random();
    int samples = 400_000;
    double squares = 0;
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      double[] x = new double[3];
      for (int i = 0; i < 3; i++) {
        x[i] = random.nextDouble() < 1.0 / 9 ? (random.nextBoolean() ? 3 : -3) : 0;
      }
      double error = 0;
      for (int k = 0; k < 2; k++) {
        double hidden = 0;
        for (int i = 0; i < 3; i++) {
          hidden += EMBEDDING[i][k] * x[i];
        }
        error -= hidden * hidden;
      }
      for (int i = 0; i < 3; i++) {
        error += MODEL.importances().get(i) * x[i] * x[i];
      }
      sum += error;
      squares += error * error;
    }
    double variance = squares / samples - (sum / samples) * (sum / samples);
    assertThat(variance).isCloseTo(MODEL.loss(EMBEDDING), within(0.02 * variance));
  }

  @Test
  void theGradientIsTheLossesSlope() {
    double[][] slope = MODEL.gradient(EMBEDDING);
    double step = 1e-6;
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 2; k++) {
        double difference = (moved(i, k, step) - moved(i, k, -step)) / (2 * step);
        assertThat(slope[i][k]).isCloseTo(difference, within(1e-7));
      }
    }
  }

  private static double moved(int row, int column, double by) {
    double[][] copy = {EMBEDDING[0].clone(), EMBEDDING[1].clone(), EMBEDDING[2].clone()};
    copy[row][column] += by;
    return MODEL.loss(copy);
  }

  @Test
  void theBenefitIsTheSlopeOfTheLossByCapacity() {
    for (double capacity : new double[] {0.1, 0.5, 0.9}) {
      double slope = (MODEL.lossAt(0, capacity + 1e-6) - MODEL.lossAt(0, capacity - 1e-6)) / 2e-6;
      assertThat(MODEL.benefitAt(0, capacity)).isCloseTo(-slope, within(1e-6));
    }
    assertThat(MODEL.lossAt(0, 0)).isCloseTo(8 * 4, within(1e-12)); // F v^2
    assertThat(MODEL.lossAt(0, 1)).isZero();
    assertThat(MODEL.benefitAt(0, 0)).isCloseTo(64 * 4 / 2.0, within(1e-12)); // F^2 v^2 / 2
    assertThat(MODEL.benefitAt(0, 1)).isCloseTo(2 * 4, within(1e-12)); // 2 v^2
    assertThat(MODEL.squaredNormAt(0, 1)).isCloseTo(2, within(1e-12)); // v
  }

  @Test
  void sparserFeaturesHaveALargerSquareVariance() {
    assertThat(FeatureDistribution.UNIFORM.squareVariance(0.6)).isCloseTo(2, within(1e-12));
    assertThat(FeatureDistribution.GAUSSIAN.squareVariance(1)).isCloseTo(2, within(1e-12));
    assertThat(FeatureDistribution.SIGN.squareVariance(1.0 / 3)).isCloseTo(2, within(1e-12));
    assertThatThrownBy(() -> FeatureDistribution.SIGN.squareVariance(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability: expected a number in (0, 1], got 0.0");
  }

  @Test
  void badModelsAndEmbeddingsAreRefused() {
    assertThatThrownBy(() -> new QuadraticModel(List.of(), 1, 3))
        .hasMessage("importances: expected at least one feature, got none");
    assertThatThrownBy(() -> new QuadraticModel(List.of(1.0, -1.0), 1, 3))
        .hasMessage("importances[1]: expected a finite number above 0, got -1.0");
    assertThatThrownBy(() -> new QuadraticModel(List.of(1.0), 0, 3))
        .hasMessage("dims: expected at least 1, got 0");
    assertThatThrownBy(() -> new QuadraticModel(List.of(1.0), 1, Double.NaN))
        .hasMessage("squareVariance: expected a finite number above 0, got NaN");
    assertThatThrownBy(() -> MODEL.loss(new double[][] {{1}, {2}, {3}}))
        .hasMessage("embedding: expected [features=3, dims=2], got [3, 1]");
  }
}
