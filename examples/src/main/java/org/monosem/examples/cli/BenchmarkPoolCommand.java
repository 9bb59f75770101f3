package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.PoolRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures shuffled batches out of many rows. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure a shuffled batch out of a cache of many rows against one drawn from a permuted buffer in",
      "memory, as Python peers do it through the same libtorch, in turns. The buffer takes 1 KB a row."
    })
final class BenchmarkPoolCommand extends CliCommand {
  @Mixin final RepeatsOption repeats = new RepeatsOption(10);
  @Mixin final CacheFolderOption folder = new CacheFolderOption();

  @Option(
      names = "--rows",
      defaultValue = "3840000",
      paramLabel = "N",
      description = "Rows of the pool (default: ${DEFAULT-VALUE}).")
  int rows;

  @Option(
      names = "--batch",
      defaultValue = "8192",
      paramLabel = "N",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  int batch;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--rows", rows);
    UsageException.atLeast(1, "--batch", batch);
    result.putAll(PoolRate.measure(rows, batch, repeats.checked(), folder.checked()).toMap());
  }
}
