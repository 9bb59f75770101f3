package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.core.kernel.CpuThreads;
import org.monosem.examples.benchmark.RegularisationRate;
import org.monosem.harvest.transformer.TrainingPlan.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a transformer's regularisation costs. */
@Command(
    name = "regularisation",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure the training step of a one-layer transformer (512 neurons) with each kind of inhibition and",
      "with decorrelation against the plain one, in turns. Fractions are 2 % of the layer's outputs."
    })
final class BenchmarkRegularisationCommand extends CliCommand {
  @Mixin final RepeatsOption repeats = new RepeatsOption(10);

  @Option(
      names = "--contexts",
      defaultValue = "32",
      paramLabel = "N",
      description = "Contexts of a step (default: ${DEFAULT-VALUE}).")
  int contexts;

  @Option(
      names = "--context",
      defaultValue = "256",
      paramLabel = "N",
      description = "Tokens of a context (default: ${DEFAULT-VALUE}).")
  int length;

  @Option(
      names = "--vocabulary",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Tokens of the model (default: ${DEFAULT-VALUE}).")
  int vocabulary;

  @Option(
      names = "--precision",
      defaultValue = "BF16",
      description = "Of the matrix products: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Precision precision;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--contexts", contexts);
    UsageException.atLeast(1, "--context", length);
    UsageException.atLeast(2, "--vocabulary", vocabulary);
    int turns = repeats.checked();
    RegularisationRate.Plan plan =
        new RegularisationRate.Plan(contexts, length, vocabulary, turns, precision);
    try (Progress progress = new Progress(console(), "measuring", "rounds", turns)) {
      RegularisationRate.Figures figures =
          RegularisationRate.measure(plan, common.device(), progress.rounds(stop));
      result.put("threads", CpuThreads.count());
      result.put("trainings", new Table(figures.rows()));
    }
  }
}
