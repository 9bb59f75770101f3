package org.monosem.core.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class FiringTest {
  private static final int ROWS = 40_000;

  /** How often each atom fires, and each pair together (above the diagonal). */
  private static double[][] frequencies(Firing firing, Hierarchy hierarchy) {
    FiringSampler sampler = new FiringSampler(firing, hierarchy);
    int atoms = hierarchy.atoms();
    double[][] counts = new double[atoms][atoms];
    boolean[] fires = new boolean[atoms];
    for (int row = 0; row < ROWS; row++) {
      sampler.sample(Seed.of(6).at(row).random(), fires);
      for (int a = 0; a < atoms; a++) {
        for (int b = a; b < atoms; b++) {
          counts[a][b] += fires[a] && fires[b] ? 1.0 / ROWS : 0;
        }
      }
    }
    return counts;
  }

  @Test
  void probabilitiesFollowThePowerLawAndAddUp() {
    double[] p = Firing.powerLaw(1.5, 1).probabilities(Hierarchy.flat(10));
    assertThat(Arrays.stream(p).sum()).isCloseTo(1.5, within(1e-9));
    assertThat(p[0] / p[4]).isCloseTo(5, within(1e-9));
    double[] capped = Firing.powerLaw(5, 2).probabilities(Hierarchy.flat(10));
    assertThat(capped[0]).isEqualTo(Firing.MOST);
    assertThat(Arrays.stream(capped).sum()).isCloseTo(5, within(1e-9));
  }

  @Test
  void independentAtomsFireAsOftenAsTheyShould() {
    Firing firing = Firing.powerLaw(1.5, 1);
    double[][] counts = frequencies(firing, Hierarchy.flat(6));
    double[] p = firing.probabilities(Hierarchy.flat(6));
    for (int a = 0; a < 6; a++) {
      assertThat(counts[a][a]).isCloseTo(p[a], within(0.01));
      for (int b = a + 1; b < 6; b++) {
        assertThat(counts[a][b]).isCloseTo(p[a] * p[b], within(0.01));
      }
    }
  }

  /** Two normals of correlation r are both below zero with 1/4 + asin(r) / 2π (Sheppard 1899). */
  @Test
  void groupsAreCorrelatedAsSheppardSays() {
    for (double correlation : new double[] {0.7, -0.45}) {
      Firing firing = Firing.uniform(3.5).withCorrelation(3, correlation);
      double[][] counts = frequencies(firing, Hierarchy.flat(7));
      double together = 0.25 + Math.asin(correlation) / (2 * Math.PI);
      for (int a = 0; a < 7; a++) {
        assertThat(counts[a][a]).isCloseTo(0.5, within(0.01));
        for (int b = a + 1; b < 7; b++) {
          assertThat(counts[a][b]).isCloseTo(a / 3 == b / 3 ? together : 0.25, within(0.01));
        }
      }
    }
  }

  @Test
  void childrenFireOnlyWithTheirParent() {
    Hierarchy hierarchy = Hierarchy.of(new int[] {-1, 0, 0, 1, -1}, 0.4, false);
    double[][] counts = frequencies(Firing.uniform(1.5), hierarchy);
    double root = 1.5 / (1 + 0.4 + 0.4 + 0.16 + 1);
    assertThat(counts[0][0]).isCloseTo(root, within(0.01));
    assertThat(counts[1][1]).isCloseTo(0.4 * root, within(0.01)).isEqualTo(counts[0][1]);
    assertThat(counts[3][3]).isCloseTo(0.16 * root, within(0.01)).isEqualTo(counts[1][3]);
    assertThat(counts[1][2]).isCloseTo(0.16 * root, within(0.01));
  }

  @Test
  void exclusiveSiblingsNeverFireTogether() {
    Hierarchy hierarchy = Hierarchy.twoLevels(7, 2, 2, 0.5, true);
    double[][] counts = frequencies(Firing.uniform(2), hierarchy);
    double root = 2.0 / (2 * 2 + 1);
    assertThat(counts[2][3]).isZero();
    assertThat(counts[4][5]).isZero();
    for (int child = 2; child < 6; child++) {
      int parent = hierarchy.parent(child);
      assertThat(counts[child][child])
          .isCloseTo(root / 2, within(0.01))
          .isEqualTo(counts[parent][child]);
    }
    assertThat(counts[2][4]).isCloseTo(root * root / 4, within(0.01));
    assertThat(counts[6][6]).isCloseTo(root, within(0.01));
  }

  @Test
  void aChildThatNeverFiresIsNoTrouble() {
    double[][] counts = frequencies(Firing.uniform(0.5), Hierarchy.twoLevels(3, 1, 2, 0, true));
    assertThat(counts[1][1] + counts[2][2]).isZero();
    assertThat(counts[0][0]).isCloseTo(0.5, within(0.01));
  }

  @Test
  void amplitudesHaveTheirMeans() {
    assertThat(mean(Amplitude.uniform(1, 3))).isCloseTo(2, within(0.02));
    assertThat(mean(Amplitude.constant(1.5))).isCloseTo(1.5, within(1e-12));
    assertThat(mean(Amplitude.exponential(1, 2))).isCloseTo(3, within(0.05));
    assertThat(mean(Amplitude.halfNormal(0, 2)))
        .isCloseTo(2 * Math.sqrt(2 / Math.PI), within(0.04));
    assertThat(mean(Amplitude.logNormal(0.5, 0.2))).isCloseTo(Math.exp(0.5 + 0.02), within(0.02));
  }

  private static double mean(Amplitude amplitude) {
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += amplitude.sample(Seed.of(8).at(i).random());
    }
    return sum / 20_000;
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> Firing.uniform(0)).hasMessage("meanL0: expected more than 0, got 0.0");
    assertThatThrownBy(() -> Firing.uniform(1).withCorrelation(3, -0.6))
        .hasMessage("correlation: expected -0.5 to 0.999999, got -0.6");
    assertThatThrownBy(() -> Hierarchy.of(new int[] {-1, 1}, 0.5, false))
        .hasMessage("parents: atom 1: expected -1 or a smaller number, got 1");
    assertThatThrownBy(() -> Hierarchy.twoLevels(5, 2, 2, 0.5, false))
        .hasMessage("hierarchy: 2 parents with 2 children each need 6 atoms, got 5");
    assertThatThrownBy(() -> Hierarchy.twoLevels(6, 2, 2, 0.6, true))
        .hasMessage("childProbability: 2 exclusive siblings expect at most 0.5, got 0.6");
    assertThatThrownBy(() -> Amplitude.uniform(2, 1))
        .hasMessage("amplitude: expected a range, got 2.0 to 1.0");
    assertThatThrownBy(() -> Amplitude.exponential(-1, 1))
        .hasMessage("amplitude: expected a finite number of at least 0, got -1.0");
  }
}
