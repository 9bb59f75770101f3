package org.monosem.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.monosem.examples.benchmark.HarvestRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a harvest. */
@Command(
    name = "harvest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure a harvest from a one-layer transformer with random weights, contexts of 256: the forward",
      "pass to the hook, the same with explicit attention, the pass on to the logits, and the whole",
      "harvest from text to files; in turns, the best of each."
    })
final class BenchmarkHarvestCommand extends CliCommand {
  @Mixin final RepeatsOption repeats = new RepeatsOption(5);

  @Option(
      names = "--contexts",
      defaultValue = "32",
      paramLabel = "N",
      description = "Contexts of a batch (default: ${DEFAULT-VALUE}).")
  int contexts;

  @Option(
      names = "--vocabulary",
      defaultValue = "50257",
      paramLabel = "N",
      description = "Tokens of the model, at least 4096 (default: ${DEFAULT-VALUE}).")
  int vocabulary;

  @Option(
      names = "--characters",
      defaultValue = "2000000",
      paramLabel = "N",
      description = "About how much text the whole harvest reads (default: ${DEFAULT-VALUE}).")
  long characters;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--contexts", contexts);
    UsageException.atLeast(1, "--characters", characters);
    UsageException.atLeast(4096, "--vocabulary", vocabulary);
    HarvestRate.Plan plan =
        new HarvestRate.Plan(contexts, repeats.checked(), characters, vocabulary);
    try {
      result.putAll(HarvestRate.measure(plan).toMap());
    } catch (IOException e) {
      throw new UncheckedIOException("measuring a harvest", e);
    }
  }
}
