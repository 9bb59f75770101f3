package org.monosem.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HarvestRateTest {
  @Test
  void bothWaysComputeTheSameAndAllIsMeasured() throws IOException {
    HarvestRate.Rates rates = HarvestRate.measure(new HarvestRate.Plan(1, 1, 5_000, 4096));
    assertThat(rates.largestDifference()).isLessThan(1e-5);
    assertThat(rates.toHook()).isPositive();
    assertThat(rates.explicitAttention()).isPositive();
    assertThat(rates.toLogits()).isPositive();
    assertThat(rates.harvest()).isPositive();
    assertThat(rates.overlap().encoded()).isPositive();
    assertThat(rates.overlap().encodedAlone()).isPositive();
    assertThat(rates.overlap().written()).isPositive();
    assertThat(rates.overlap().writtenBetween()).isPositive();
    assertThat(rates.toMap())
        .containsKeys("ratio_vs_one_encoding_thread", "ratio_vs_writing_in_between");
    assertThat(rates.overExplicit()).isEqualTo(rates.toHook() / rates.explicitAttention());
    assertThat(rates.overLogits()).isEqualTo(rates.toHook() / rates.toLogits());
  }
}
