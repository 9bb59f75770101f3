package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.monosem.examples.benchmark.FeedRate;
import org.monosem.examples.benchmark.StepShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
  @Option(
      names = "--features",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Features of the dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--batch",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Rows a step (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--l0",
      defaultValue = "50",
      paramLabel = "X",
      description = "Active features a row, on average (default: ${DEFAULT-VALUE}).")
  double l0;

  @Option(
      names = "--repeats",
      defaultValue = "10",
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
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--batch", batch);
    UsageException.atLeast(1, "--repeats", repeats);
    Output.requireFolder("--folder", folder);
    StepShape shape = BenchmarkCommand.shape(features, FeedRate.WIDTH, batch, l0);
    result.putAll(FeedRate.measure(shape, repeats, folder).toMap());
  }
}
