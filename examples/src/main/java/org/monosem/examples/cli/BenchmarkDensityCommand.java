package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.monosem.examples.benchmark.DensityBenchmark;
import org.monosem.examples.benchmark.DensityOptions;
import org.monosem.examples.benchmark.DensityReport;
import org.monosem.examples.benchmark.StepShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the path that a trainer chooses, at every density of a training. */
@Command(
    name = "density",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure the training step by the path that the trainer chooses, from the half of all features",
      "that fire at the start down to a trained dictionary's few, against our own dense path, each other",
      "path by force, and the eager dense step of a PyTorch program; in turns, on the same data.",
      "chosen_vs_dense is the chosen path's time in units of our dense path's, by the medians."
    })
final class BenchmarkDensityCommand extends CliCommand {
  @Mixin final StepSizeOptions sizes = new StepSizeOptions(4096);
  @Mixin final MeasuredStepOptions how = new MeasuredStepOptions();
  @Mixin final RepeatsOption repeats = new RepeatsOption(5);

  @Option(
      names = "--l0",
      split = ",",
      paramLabel = "X",
      description = "Active features a row, on average (default: half of all, halved on, 50, 12).")
  List<Double> l0 = List.of();

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    DensityOptions options = options();
    int rounds = options.repeats() * options.shapes().size();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Progress progress = new Progress(console(), "measuring", "rounds", rounds)) {
      DensityReport report = DensityBenchmark.measure(manager, options, progress.rounds(stop));
      result.putAll(report.toMap());
      result.put("densities", new Table(report.rows()));
    }
  }

  private DensityOptions options() {
    sizes.check();
    how.check();
    List<Double> all = l0.isEmpty() ? DensityOptions.fromFreshToTrained(sizes.features) : l0;
    List<StepShape> shapes =
        all.stream()
            .sorted(Collections.reverseOrder())
            .map(mean -> BenchmarkCommand.shape(sizes, how.dIn, mean))
            .toList();
    return new DensityOptions(
        shapes, how.precision, how.threadCount(), repeats.checked(), common.masterSeed());
  }
}
