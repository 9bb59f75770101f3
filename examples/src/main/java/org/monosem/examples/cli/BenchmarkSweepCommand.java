package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.monosem.examples.benchmark.SweepRate;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Command;
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
  @Option(
      names = "--dictionaries",
      defaultValue = "4",
      paramLabel = "N",
      description = "How many are trained (default: ${DEFAULT-VALUE}).")
  int dictionaries;

  @Option(
      names = "--features",
      defaultValue = "2048",
      paramLabel = "N",
      description = "Features of each (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--batch",
      defaultValue = "2048",
      paramLabel = "N",
      description = "Rows a step (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--steps",
      defaultValue = "40",
      paramLabel = "N",
      description = "Steps of each training (default: ${DEFAULT-VALUE}).")
  long steps;

  @Option(
      names = "--repeats",
      defaultValue = "3",
      paramLabel = "N",
      description = "How often each is timed (default: ${DEFAULT-VALUE}).")
  int repeats;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "Where the cache is written, if it is not there yet; it stays.")
  Path folder;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--dictionaries", dictionaries);
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--batch", batch);
    UsageException.atLeast(1, "--steps", steps);
    UsageException.atLeast(1, "--repeats", repeats);
    Output.requireFolder("--folder", folder);
    RunLength length = new RunLength(steps, batch);
    result.putAll(SweepRate.measure(dictionaries, features, length, repeats, folder).toMap());
  }
}
