package org.monosem.core.polysemanticity.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.scale.PhiSelection.AtLeast;
import org.monosem.core.polysemanticity.scale.PhiSelection.Highest;
import org.monosem.core.polysemanticity.scale.PhiSelection.TopFraction;
import org.monosem.core.random.Seed;

class PhiSelectionTest {
  private static final double[] PHI = {1, 5, Double.NaN, 3, 5, 0.5};

  @Test
  void theHighestAreChosenTheSmallerNumberFirstAmongEquals() {
    assertThat(new Highest(1).of(PHI)).containsExactly(1);
    assertThat(new Highest(3).of(PHI)).containsExactly(1, 3, 4);
    assertThat(new Highest(9).of(PHI)).containsExactly(0, 1, 3, 4, 5);
  }

  @Test
  void aFractionIsRoundedAndAtLeastOne() {
    assertThat(new TopFraction(0.02).of(PHI)).containsExactly(1);
    assertThat(new TopFraction(1.0 / 3).of(PHI)).containsExactly(1, 4);
  }

  @Test
  void aThresholdChoosesAllAtOrAboveIt() {
    assertThat(new AtLeast(3).of(PHI)).containsExactly(1, 3, 4);
    assertThat(new AtLeast(3).rate(new double[][] {PHI, new double[6]})).isEqualTo(3 / 12.0);
  }

  @Test
  void aMovingThresholdFindsTheRate() {
    var random = Seed.of(11).random();
    MovingThreshold threshold = new MovingThreshold(0, 2, 0.02);
    double late = 0;
    for (int step = 0; step < 600; step++) {
      double[][] batch = new double[16][50];
      for (double[] row : batch) {
        Arrays.setAll(row, u -> Math.pow(random.nextGaussian(), 2));
      }
      double rate = threshold.selection().rate(batch);
      threshold = threshold.after(rate);
      late += step < 300 ? 0 : rate / 300;
    }
    assertThat(late).isCloseTo(0.02, within(0.002));
    assertThat(threshold.tau()).isCloseTo(5.41, within(0.5)); // 2 % of squared normals lie above
  }

  @Test
  void oneStepIsTheFormula() {
    assertThat(new MovingThreshold(3, 10, 0.25).after(0.5).tau()).isEqualTo(5.5);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> new Highest(0)).hasMessage("count: expected at least 1, got 0");
    assertThatThrownBy(() -> new TopFraction(0))
        .hasMessage("fraction: expected a number in (0, 1], got 0.0");
    assertThatThrownBy(() -> new MovingThreshold(Double.NaN, 1, 0.1))
        .hasMessage("tau: expected a finite number, got NaN");
    assertThatThrownBy(() -> new MovingThreshold(1, 0, 0.1))
        .hasMessage("eta: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new MovingThreshold(1, 1, 1))
        .hasMessage("target: expected a number in (0, 1), got 1.0");
  }
}
