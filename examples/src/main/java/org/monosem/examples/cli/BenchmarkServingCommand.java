package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.ServingRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin final EncodedSizeOptions sizes = new EncodedSizeOptions(4096);
  @Mixin final L0Option l0 = new L0Option();

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    sizes.check();
    if (!(l0.mean > 0 && l0.mean < sizes.features)) {
      throw new UsageException(
          "--l0: expected more than 0 and less than %d features, got %s"
              .formatted(sizes.features, l0.mean));
    }
    result.putAll(ServingRate.measure(sizes.rows, sizes.features, l0.mean).toMap());
  }
}
