package org.monosem.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class DensityOptionsTest {
  @Test
  void densitiesGoFromHalfOfAllFeaturesToAFew() {
    assertThat(DensityOptions.fromFreshToTrained(512))
        .containsExactly(256.0, 128.0, 64.0, 50.0, 12.0);
    assertThat(DensityOptions.fromFreshToTrained(16_384))
        .startsWith(8192.0, 4096.0)
        .endsWith(64.0, 50.0, 12.0)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(DensityOptions.fromFreshToTrained(20)).containsExactly(10.0);
  }

  @Test
  void somethingMustBeMeasured() {
    assertThatThrownBy(() -> new DensityOptions(List.of(), null, 1, 1, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l0: expected at least one value");
  }
}
