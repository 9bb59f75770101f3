package org.monosem.core.polysemanticity.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class UnitMomentsTest {

  static double[][] rows(int rows, int units, long seed) {
    var random = Seed.of(seed).random();
    double[][] all = new double[rows][units];
    for (double[] row : all) {
      Arrays.setAll(row, u -> 1e3 * u + (u + 1) * random.nextGaussian());
    }
    return all;
  }

  private static UnitMoments of(double[][] rows, int from, int to) {
    UnitMoments moments = UnitMoments.none(rows[0].length);
    for (int i = from; i < to; i++) {
      moments.add(rows[i]);
    }
    return moments;
  }

  /** Two passes, as the definition has it. */
  static double[] slow(double[][] rows, int count, int unit) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += rows[i][unit] / count;
    }
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (rows[i][unit] - mean) * (rows[i][unit] - mean);
    }
    return new double[] {mean, squares / (count - 1)};
  }

  @Test
  void meanAndVarianceAreThoseOfTheDefinition() {
    double[][] rows = rows(200, 4, 1);
    UnitMoments moments = of(rows, 0, 200);
    assertThat(moments.count()).isEqualTo(200);
    for (int u = 0; u < 4; u++) {
      double[] expected = slow(rows, 200, u);
      assertThat(moments.mean(u)).isCloseTo(expected[0], within(1e-9));
      assertThat(moments.variance(u)).isCloseTo(expected[1], within(1e-9 * expected[1]));
    }
  }

  @Test
  void mergedPartsAreOnePassInAnyOrder() {
    double[][] rows = rows(300, 3, 2);
    UnitMoments whole = of(rows, 0, 300);
    UnitMoments forward = of(rows, 0, 17);
    forward.merge(of(rows, 17, 200));
    forward.merge(of(rows, 200, 300));
    UnitMoments backward = of(rows, 200, 300);
    backward.merge(of(rows, 17, 200));
    backward.merge(of(rows, 0, 17));
    for (UnitMoments merged : new UnitMoments[] {forward, backward}) {
      assertThat(merged.count()).isEqualTo(300);
      for (int u = 0; u < 3; u++) {
        assertThat(merged.mean(u)).isCloseTo(whole.mean(u), within(1e-10));
        assertThat(merged.variance(u)).isCloseTo(whole.variance(u), within(1e-10));
      }
    }
  }

  @Test
  void mergingWithNothingChangesNothing() {
    double[][] rows = rows(9, 2, 3);
    UnitMoments moments = of(rows, 0, 9);
    moments.merge(UnitMoments.none(2));
    assertThat(moments).isEqualTo(of(rows, 0, 9));
    UnitMoments empty = UnitMoments.none(2);
    empty.merge(moments);
    assertThat(empty).isEqualTo(moments).hasSameHashCodeAs(moments);
  }

  @Test
  void keptMomentsGoOnWithTheSameBits() {
    double[][] rows = rows(60, 3, 4);
    UnitMoments half = of(rows, 0, 31);
    UnitMoments kept = UnitMoments.of(half.count(), half.means(), half.squares());
    assertThat(kept).isEqualTo(half);
    for (int i = 31; i < 60; i++) {
      kept.add(rows[i]);
    }
    assertThat(kept).isEqualTo(of(rows, 0, 60));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    UnitMoments moments = of(rows(5, 2, 5), 0, 5);
    UnitMoments copy = moments.copy();
    copy.add(new double[] {1, 2});
    assertThat(moments.count()).isEqualTo(5);
    assertThat(copy).isNotEqualTo(moments);
  }

  @Test
  void anOutputHasNoScaleBeforeItsUnitHasVaried() {
    UnitMoments moments = UnitMoments.none(2);
    double[] phi = new double[2];
    assertThat(moments.variance(0)).isNaN();
    moments.add(new double[] {3, 3});
    moments.score(new double[] {4, 4}, phi);
    assertThat(phi).containsOnly(Double.NaN);
    moments.add(new double[] {3, 5});
    moments.score(new double[] {9, 6}, phi);
    assertThat(phi[0]).isNaN();
    assertThat(phi[1]).isEqualTo(2); // mean 4, variance 2
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> UnitMoments.none(0)).hasMessage("units: expected at least 1, got 0");
    assertThatThrownBy(() -> UnitMoments.of(1, new double[2], new double[1]))
        .hasMessageEndingWith("got 1, 2 and 1");
    assertThatThrownBy(() -> UnitMoments.of(1, new double[1], new double[] {-1}))
        .hasMessageEndingWith("got 0.0 and -1.0 for unit 0");
    UnitMoments two = UnitMoments.none(2);
    assertThatThrownBy(() -> two.add(new double[3]))
        .hasMessage("activations: expected [units=2], got [3]");
    assertThatThrownBy(() -> two.add(new double[] {0, Double.NaN}))
        .hasMessage("activations: expected finite numbers, got NaN for unit 1");
    assertThat(two.count()).isZero();
    assertThatThrownBy(() -> two.merge(UnitMoments.none(3)))
        .hasMessage("moments: expected 2 units, got 3");
  }
}
