package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.CpuThreads;
import org.monosem.examples.benchmark.StepBenchmark;
import org.monosem.examples.benchmark.StepOptions;
import org.monosem.examples.benchmark.StepReport;
import org.monosem.examples.benchmark.StepShape;
import org.monosem.examples.benchmark.StepTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the training step against dense baselines, in one run on the same data. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {BenchmarkCacheCommand.class},
    description = {
      "Measure a training step on this machine: ours, the dense step that PyTorch programs take",
      "(through the same libtorch, and with --peer in their own Python), each stage alone, and the",
      "peak rate of matrix products. Everything takes turns in one run, on the same data."
    })
final class BenchmarkCommand extends CliCommand {
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
      names = "--d-in",
      defaultValue = "512",
      paramLabel = "N",
      description = "The width of the activations (default: ${DEFAULT-VALUE}).")
  int dIn;

  @Option(
      names = "--precision",
      description = {
        "Of our encoder's product: ${COMPLETION-CANDIDATES}",
        "(default: the faster of FP32 and FP32_VIA_BF16, which are exact)."
      })
  @Nullable Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of an operator on the CPU (default: libtorch's choice).")
  @Nullable Integer threads;

  @Option(
      names = "--repeats",
      defaultValue = "10",
      paramLabel = "N",
      description = "How often everything is timed (default: ${DEFAULT-VALUE}).")
  int repeats;

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
        Progress progress = new Progress(console(), "measuring", "rounds", repeats)) {
      report =
          StepBenchmark.measure(
              manager,
              options,
              round -> {
                stop.check();
                progress.at(round, "");
              });
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
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--batch", batch);
    UsageException.atLeast(1, "--d-in", dIn);
    UsageException.atLeast(1, "--repeats", repeats);
    if (threads != null) {
      UsageException.atLeast(1, "--threads", threads);
    }
    if (peer == null) {
      refuse("without --peer", "--peer-compile");
    }
    if (keepData != null) {
      Output.requireFile("--keep-data", keepData);
    }
    return new StepOptions(
        shape(),
        precision,
        threads == null ? CpuThreads.count() : threads,
        repeats,
        common.masterSeed(),
        peer,
        peerCompile,
        keepData);
  }

  private StepShape shape() {
    try {
      return new StepShape(features, dIn, batch, l0);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }
}
