package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.examples.benchmark.StepBenchmark;
import org.monosem.examples.benchmark.StepOptions;
import org.monosem.examples.benchmark.StepReport;
import org.monosem.examples.benchmark.StepShape;
import org.monosem.examples.benchmark.StepTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the training step against dense baselines, in one run on the same data. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      BenchmarkDensityCommand.class,
      BenchmarkTopKCommand.class,
      BenchmarkPoolCommand.class,
      BenchmarkFeedCommand.class,
      BenchmarkSweepCommand.class,
      BenchmarkHarvestCommand.class,
      BenchmarkServingCommand.class,
      BenchmarkCacheCommand.class,
      BenchmarkDigitsCommand.class,
      BenchmarkRegularisationCommand.class,
      BenchmarkCeilingsCommand.class
    },
    description = {
      "Measure a training step on this machine: ours, the dense step that PyTorch programs take",
      "(through the same libtorch, and with --peer in their own Python), each stage alone, and the",
      "peak rate of matrix products. Everything takes turns in one run, on the same data.",
      "The commands below measure other work."
    })
final class BenchmarkCommand extends CliCommand {
  @Mixin final StepSizeOptions sizes = new StepSizeOptions(4096);
  @Mixin final L0Option l0 = new L0Option();
  @Mixin final MeasuredStepOptions how = new MeasuredStepOptions();
  @Mixin final RepeatsOption repeats = new RepeatsOption(10);

  @Option(
      names = "--peer",
      paramLabel = "PYTHON",
      description = "A Python with torch and numpy that takes the peers' steps in the same run.")
  @Nullable String peer;

  @Option(names = "--peer-compile", description = "Let the peers use torch.compile.")
  boolean peerCompile;

  @Option(
      names = "--keep-data",
      paramLabel = "FILE",
      description = "Write the data for examples/benchmarks/peer_step.py.")
  @Nullable Path keepData;

  private @Nullable StepReport report;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    StepOptions options = options();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Progress progress = new Progress(console(), "measuring", "rounds", repeats.checked())) {
      report = StepBenchmark.measure(manager, options, progress.rounds(stop));
    }
    result.putAll(report.toMap());
  }

  @Override
  void print(Map<String, Object> result) {
    if (common.json || report == null) {
      super.print(result);
    } else {
      StepTable.lines(report).forEach(console().out()::println);
    }
  }

  private StepOptions options() {
    sizes.check();
    how.check();
    if (peer == null) {
      refuse("without --peer", "--peer-compile");
    }
    if (keepData != null) {
      Output.requireFile("--keep-data", keepData);
    }
    return new StepOptions(
        shape(sizes, how.dIn, l0.mean),
        how.precision,
        how.threadCount(),
        repeats.checked(),
        common.masterSeed(),
        peer,
        peerCompile,
        keepData);
  }

  static StepShape shape(StepSizeOptions sizes, int dIn, double l0) {
    try {
      return new StepShape(sizes.features, dIn, sizes.batch, l0);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }
}
