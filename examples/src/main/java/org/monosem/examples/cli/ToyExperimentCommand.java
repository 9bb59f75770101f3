package org.monosem.examples.cli;

import java.util.Map;
import org.monosem.examples.toy.Findings;
import org.monosem.examples.toy.ToyExperiment;
import picocli.CommandLine.Mixin;

/** Runs an experiment, shows what it found, and leaves it in a folder if one is named. */
abstract class ToyExperimentCommand extends CliCommand {
  @Mixin ToyOptions toy;

  /** Returns the experiment that the options ask for; they are checked as far as all have them. */
  abstract ToyExperiment experiment();

  @Override
  final void run(Map<String, Object> result, StopSignal stop) {
    toy.check();
    ToyExperiment experiment = experiment();
    try (Progress progress =
        new Progress(console(), experiment.name(), experiment.unit(), experiment.rounds())) {
      Findings findings = experiment.run(progress.rounds(stop));
      result.putAll(findings.figures());
      findings.tables().forEach((name, lines) -> result.put(name, new Table(lines)));
      toy.write(experiment.name(), result, findings.plots());
    }
  }
}
