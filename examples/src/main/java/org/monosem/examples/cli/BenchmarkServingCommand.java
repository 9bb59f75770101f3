package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.ServingRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures encoding with a trained dictionary. */
@Command(
    name = "serving",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure encoding rows of width 512 into sparse features, in every precision, against the dense",
      "product, ReLU and nonzero of a PyTorch program, in turns, the best of each."
    })
final class BenchmarkServingCommand extends CliCommand {
  @Option(
      names = "--rows",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  int rows;

  @Option(
      names = "--features",
      defaultValue = "16384",
      paramLabel = "N",
      description = "Features of the dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--l0",
      defaultValue = "50",
      paramLabel = "X",
      description = "Active features a row, on average (default: ${DEFAULT-VALUE}).")
  double l0;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--rows", rows);
    UsageException.atLeast(1, "--features", features);
    if (!(l0 > 0 && l0 < features)) {
      throw new UsageException(
          "--l0: expected more than 0 and less than %d features, got %s".formatted(features, l0));
    }
    result.putAll(ServingRate.measure(rows, features, l0).toMap());
  }
}
