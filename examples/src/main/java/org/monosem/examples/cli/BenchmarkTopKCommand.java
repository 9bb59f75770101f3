package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.TopKRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the selection of the k largest. */
@Command(
    name = "topk",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure selecting the k largest of every row against libtorch's topk on the same rows, in turns,",
      "the best of each."
    })
final class BenchmarkTopKCommand extends CliCommand {
  @Option(
      names = "--rows",
      defaultValue = "1024",
      paramLabel = "N",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  int rows;

  @Option(
      names = "--features",
      defaultValue = "16384",
      paramLabel = "N",
      description = "The length of a row (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "-k",
      defaultValue = "32",
      paramLabel = "N",
      description = "How many are selected (default: ${DEFAULT-VALUE}).")
  int k;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--rows", rows);
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "-k", k);
    result.putAll(TopKRate.measure(rows, features, k).toMap());
  }
}
