package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class ActivationStatisticsTest {

  @Test
  void theScaleBringsTheMeanNormToTheRootOfTheWidth() {
    SyntheticAtoms data = new SyntheticAtoms(24, 16, 10_000, 9);
    double sum = 0;
    for (float[] row : data.rows) {
      double squares = 0;
      for (float value : row) {
        squares += value * value;
      }
      sum += Math.sqrt(squares);
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      double scale = ActivationStatistics.scaleToSqrtWidth(manager, data.source(), Seed.of(1));
      assertThat(scale * sum / data.rows.length).isCloseTo(4, within(1e-4));
    }
  }

  @Test
  void theScaleBringsTheMeanSquareNormToOne() {
    SyntheticAtoms data = new SyntheticAtoms(24, 16, 10_000, 9);
    double squares = 0;
    for (float[] row : data.rows) {
      for (float value : row) {
        squares += value * value;
      }
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      double scale = ActivationStatistics.scaleToUnitSquare(manager, data.source(), Seed.of(1));
      assertThat(scale * scale * squares / data.rows.length).isCloseTo(1, within(1e-4));
      ArraySource zeros = new ArraySource(new float[3][2]);
      assertThatThrownBy(() -> ActivationStatistics.scaleToUnitSquare(manager, zeros, Seed.of(1)))
          .hasMessage("activations: expected rows of finite, positive mean norm, got 0.0");
    }
  }

  /** Three corners and an outlier: the median stays where the sum of unit vectors vanishes. */
  @Test
  void theGeometricMedianHasNoPullLeft() {
    float[][] rows = {{0, 0}, {1, 0}, {0, 1}, {50, 60}, {1, 1}};
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray median =
          ActivationStatistics.geometricMedian(manager, new ArraySource(rows), Seed.of(1), 2);
      double x = median.getFloat(0) / 2;
      double y = median.getFloat(1) / 2;
      double best = distances(rows, x, y);
      for (double angle = 0; angle < 6.28; angle += 0.1) {
        double around = distances(rows, x + 0.01 * Math.cos(angle), y + 0.01 * Math.sin(angle));
        assertThat(best).isLessThanOrEqualTo(around + 1e-9);
      }
      assertThat(x).isBetween(0.0, 1.5);
      assertThat(median.getManager()).isSameAs(manager);
    }
  }

  private static double distances(float[][] rows, double x, double y) {
    double sum = 0;
    for (float[] row : rows) {
      sum += Math.hypot(row[0] - x, row[1] - y);
    }
    return sum;
  }
}
