package org.monosem.harvest.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CacheStatisticsTest {
  @Test
  void partsMergeToTheWhole() {
    // Column values 1, 2, 3 and 10, 20: mean 7.2, squared deviations 2 + 50 + (15 - 2)^2 * 6 / 5.
    CacheStatistics three = new CacheStatistics(3, new double[] {2}, new double[] {2}, 6, 3);
    CacheStatistics two = new CacheStatistics(2, new double[] {15}, new double[] {50}, 30, 20);
    CacheStatistics all = three.with(two);
    assertThat(all.rows()).isEqualTo(5);
    assertThat(all.mean()[0]).isCloseTo(7.2, within(1e-14));
    assertThat(all.variance()[0]).isCloseTo((2 + 50 + 169 * 1.2) / 5, within(1e-13));
    assertThat(all.meanNorm()).isEqualTo(7.2);
    assertThat(all.maxAbs()).isEqualTo(20);
  }

  @Test
  void noRowsChangeNothing() {
    CacheStatistics none = CacheStatistics.empty(1);
    CacheStatistics two = new CacheStatistics(2, new double[] {15}, new double[] {50}, 30, 20);
    assertThat(none.with(none).variance()).containsExactly(0);
    assertThat(none.with(none).meanNorm()).isZero();
    for (CacheStatistics merged : new CacheStatistics[] {none.with(two), two.with(none)}) {
      assertThat(merged.mean()).containsExactly(15);
      assertThat(merged.variance()).containsExactly(25);
    }
  }
}
