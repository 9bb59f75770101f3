package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class CompensatedSumTest {

  @Test
  void keepsWhatPlainAdditionLoses() {
    CompensatedSum sum = new CompensatedSum();
    for (double term : new double[] {1, 1e100, 1, -1e100}) {
      sum.add(term);
    }
    assertThat(sum.value()).isEqualTo(2);
  }

  @Test
  void isTheRoundedExactSumOfPositiveTerms() {
    SplittableRandom random = Seed.of(1).random();
    CompensatedSum one = new CompensatedSum();
    CompensatedSum other = new CompensatedSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 20_000; i++) {
      double term = Math.exp(20 * random.nextGaussian());
      exact = exact.add(new BigDecimal(term));
      (i % 3 == 0 ? one : other).add(term);
    }
    one.add(other);
    double rounded = exact.doubleValue();
    assertThat(one.value()).isBetween(Math.nextDown(rounded), Math.nextUp(rounded));
  }
}
