package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.benchmark.SweepRate;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures training several dictionaries at once. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure training several dictionaries over one pass of a cache against training them one after the",
      "other on the same rows, start-up included, in turns. Rows are 512 wide."
    })
final class BenchmarkSweepCommand extends CliCommand {
  @Mixin final StepSizeOptions sizes = new StepSizeOptions(2048);
  @Mixin final RepeatsOption repeats = new RepeatsOption(3);
  @Mixin final CacheFolderOption folder = new CacheFolderOption();

  @Option(
      names = "--dictionaries",
      defaultValue = "4",
      paramLabel = "N",
      description = "How many are trained (default: ${DEFAULT-VALUE}).")
  int dictionaries;

  @Option(
      names = "--steps",
      defaultValue = "40",
      paramLabel = "N",
      description = "Steps of each training (default: ${DEFAULT-VALUE}).")
  long steps;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--dictionaries", dictionaries);
    sizes.check();
    UsageException.atLeast(1, "--steps", steps);
    RunLength length = new RunLength(steps, sizes.batch);
    int turns = repeats.checked();
    result.putAll(
        SweepRate.measure(dictionaries, sizes.features, length, turns, folder.checked()).toMap());
  }
}
