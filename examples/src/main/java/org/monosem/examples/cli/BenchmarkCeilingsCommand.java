package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.monosem.examples.benchmark.Ceilings;
import org.monosem.examples.benchmark.CeilingsReport;
import org.monosem.examples.benchmark.StepShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what the device can do. */
@Command(
    name = "ceilings",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure every operator that a training step is made of, alone, at the step's sizes, in turns, and",
      "say what a step by each path takes at least if its operators ran at those rates. TF32 products are",
      "measured in a process that was started with TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1."
    })
final class BenchmarkCeilingsCommand extends CliCommand {
  @Mixin final StepSizeOptions sizes = new StepSizeOptions(4096);
  @Mixin final L0Option l0 = new L0Option();
  @Mixin final RepeatsOption repeats = new RepeatsOption(10);

  @Option(
      names = "--d-in",
      defaultValue = "512",
      paramLabel = "N",
      description = "The width of the activations (default: ${DEFAULT-VALUE}).")
  int dIn;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    sizes.check();
    UsageException.atLeast(1, "--d-in", dIn);
    StepShape shape = BenchmarkCommand.shape(sizes, dIn, l0.mean);
    int rounds = repeats.checked();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Progress progress = new Progress(console(), "measuring", "rounds", rounds)) {
      CeilingsReport report =
          Ceilings.measure(manager, shape, rounds, common.masterSeed(), progress.rounds(stop));
      result.putAll(report.toMap());
      result.put("operators", new Table(report.rows()));
    }
  }
}
