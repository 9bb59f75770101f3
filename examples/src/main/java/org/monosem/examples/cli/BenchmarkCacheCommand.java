package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.monosem.examples.benchmark.CacheReadingRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures reading a cache. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = {
      "Measure reading an existing cache as shuffled float32 batches, against reading its files from",
      "end to end. Empty the system's page cache first to measure the disk."
    })
final class BenchmarkCacheCommand extends CliCommand {
  @Mixin final RepeatsOption repeats = new RepeatsOption(2);

  @Option(names = "--cache", required = true, paramLabel = "DIR", description = "The cache.")
  Path cache;

  @Option(
      names = "--batch",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  int batch;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--batch", batch);
    CacheReadingRate.Rates rates = CacheReadingRate.measure(cache, batch, repeats.checked());
    result.put("cache", cache.toString());
    result.put("raw_rows_per_second", rates.raw());
    result.put("shuffled_rows_per_second", rates.shuffled());
    result.put("ratio_vs_raw", rates.shuffled() / rates.raw());
  }
}
