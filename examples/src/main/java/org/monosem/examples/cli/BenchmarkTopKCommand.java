package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.TopKRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin final EncodedSizeOptions sizes = new EncodedSizeOptions(1024);

  @Option(
      names = "-k",
      defaultValue = "32",
      paramLabel = "N",
      description = "How many are selected (default: ${DEFAULT-VALUE}).")
  int k;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    sizes.check();
    UsageException.atLeast(1, "-k", k);
    result.putAll(TopKRate.measure(sizes.rows, sizes.features, k).toMap());
  }
}
