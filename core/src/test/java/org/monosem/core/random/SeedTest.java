package org.monosem.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void aPathGivesTheSameNumbersEveryTime() {
    Seed seed = Seed.of(7).named("shuffle").at(3);
    assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
    assertThat(Seed.of(7).named("shuffle").at(3)).isEqualTo(seed);
  }

  @Test
  void namesAndIndicesAreApart() {
    Set<Long> values = new HashSet<>();
    for (String name : new String[] {"", "a", "b", "ab", "ba"}) {
      for (int i = 0; i < 1000; i++) {
        values.add(Seed.of(0).named(name).at(i).value());
      }
    }
    assertThat(values).hasSize(5000);
  }

  @Test
  void aPermutationHoldsEachIndexOnce() {
    int[] order = Seed.of(1).permutation(1000);
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < 1000; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
    assertThat(order).isNotEqualTo(sorted);
    assertThat(Seed.of(1).permutation(0)).isEmpty();
  }
}
