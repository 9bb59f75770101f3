package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.FeedRate;
import org.monosem.examples.benchmark.StepShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures what feeding a training costs. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure a training step fed from a cache on disk against the same trainer's step on a batch that",
      "lies in memory, in turns. Rows are 512 wide."
    })
final class BenchmarkFeedCommand extends CliCommand {
  @Mixin final StepSizeOptions sizes = new StepSizeOptions(4096);
  @Mixin final L0Option l0 = new L0Option();
  @Mixin final RepeatsOption repeats = new RepeatsOption(10);
  @Mixin final CacheFolderOption folder = new CacheFolderOption();

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    sizes.check();
    StepShape shape = BenchmarkCommand.shape(sizes, FeedRate.WIDTH, l0.mean);
    result.putAll(FeedRate.measure(shape, repeats.checked(), folder.checked()).toMap());
  }
}
