package org.monosem.core.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class AtomDirectionsTest {
  private static final int ATOMS = 90;
  private static final int WIDTH = 40;

  private static double[][] draw(AtomDirections directions) {
    return directions.draw(ATOMS, WIDTH, Seed.of(2));
  }

  private static double meanCosine(double[][] rows) {
    double sum = 0;
    for (int a = 0; a < ATOMS; a++) {
      for (int b = 0; b < a; b++) {
        sum += AtomDirections.dot(rows[a], rows[b]);
      }
    }
    return 2 * sum / (ATOMS * (ATOMS - 1));
  }

  @Test
  void everyAtomHasLengthOne() {
    for (AtomDirections directions :
        new AtomDirections[] {
          AtomDirections.random(), AtomDirections.orthonormal().withSharedCosine(0.3)
        }) {
      for (double[] row : draw(directions)) {
        assertThat(AtomDirections.dot(row, row)).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void atomsOfOneBasisAreOrthogonal() {
    double[][] rows = draw(AtomDirections.orthonormal());
    for (int a = 0; a < ATOMS; a++) {
      for (int b = a / WIDTH * WIDTH; b < a; b++) {
        assertThat(AtomDirections.dot(rows[a], rows[b])).isCloseTo(0, within(1e-12));
      }
    }
    assertThat(Math.abs(AtomDirections.dot(rows[0], rows[WIDTH]))).isGreaterThan(1e-6);
  }

  @Test
  void theSharedCosineIsTheMeanOfAll() {
    assertThat(meanCosine(draw(AtomDirections.random()))).isCloseTo(0, within(0.02));
    assertThat(meanCosine(draw(AtomDirections.random().withSharedCosine(0.4))))
        .isCloseTo(0.4, within(0.05));
  }

  @Test
  void aCosineOfOneIsRefused() {
    assertThatThrownBy(() -> AtomDirections.random().withSharedCosine(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sharedCosine: expected 0.0 to 0.999, got 1.0");
  }
}
