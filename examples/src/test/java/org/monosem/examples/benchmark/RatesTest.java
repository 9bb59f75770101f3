package org.monosem.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.sae.training.RunLength;

/** The measurements at sizes that take no time: what they report, not how fast anything is. */
class RatesTest {
  @TempDir Path folder;

  @Test
  void feedingIsMeasuredOnACacheOfTheBatchsOwnRows() {
    StepShape shape = new StepShape(32, 16, 24, 3);
    FeedRate.Result result = FeedRate.measure(shape, 100, 1, folder);
    assertThat(result.l0()).isBetween(2.0, 4.0);
    assertThat(result.ratio()).isPositive();
    assertThat(result.toMap()).containsEntry("features", 32).containsEntry("batch", 24);
    ActivationCache cache = ActivationCache.open(folder.resolve("feed-32-24"));
    assertThat(cache.rows()).isEqualTo(100);
    assertThat(cache.width()).isEqualTo(16);
    assertThat(cache.isComplete()).isTrue();
  }

  @Test
  void aPoolIsMeasuredOnAsManyRowsInMemoryAsOnDisk() {
    PoolRate.Result result = PoolRate.measure(300, 20, 1, folder);
    assertThat(ActivationCache.open(folder.resolve("pool-300")).rows()).isEqualTo(300);
    assertThat(result.toMap()).containsEntry("rows", 300).containsEntry("batch", 20);
    assertThat((double) result.toMap().get("ratio_vs_buffer")).isPositive();
  }

  @Test
  void aSweepIsMeasuredAgainstAsManyRuns() {
    SweepRate.Setting setting = new SweepRate.Setting(2, 16, new RunLength(2, 32), 200);
    SweepRate.Result result = SweepRate.measure(setting, 1, folder);
    assertThat(result.ratio()).isPositive();
    assertThat(result.toMap()).containsEntry("dictionaries", 2).containsEntry("steps", 2L);
  }
}
