package org.monosem.examples.cli;

import java.util.Map;
import java.util.concurrent.CancellationException;
import org.monosem.examples.toy.Findings;
import org.monosem.examples.toy.ToyExperiment;
import org.monosem.examples.toy.UnfinishedWork;
import picocli.CommandLine.Mixin;

/**
 * Runs an experiment, shows what it found, and leaves it in a folder if one is named; there it also
 * goes on with what was stopped before.
 */
abstract class ToyExperimentCommand extends CliCommand {
  @Mixin ToyOptions toy;

  /** Returns the experiment that the options ask for; they are checked as far as all have them. */
  abstract ToyExperiment experiment();

  @Override
  final void run(Map<String, Object> result, StopSignal stop) {
    toy.check();
    ToyExperiment experiment = experiment();
    UnfinishedWork unfinished = toy.unfinished(experiment);
    if (unfinished.isBegun()) {
      console().say("going on with what was stopped before in " + toy.out);
    }
    Findings findings = findings(experiment, unfinished, stop);
    result.putAll(findings.figures());
    findings.tables().forEach((name, lines) -> result.put(name, new Table(lines)));
    if (Boolean.FALSE.equals(result.get("complete"))) {
      // No pictures: what draws them refuses to work while the program is being ended.
      toy.write(experiment.name(), result, Map.of());
      sayHowToGoOn();
    } else {
      toy.write(experiment.name(), result, findings.plots());
      unfinished.delete();
    }
  }

  private Findings findings(ToyExperiment experiment, UnfinishedWork unfinished, StopSignal stop) {
    try (Progress progress =
        new Progress(console(), experiment.name(), experiment.unit(), experiment.rounds())) {
      return experiment.run(
          (done, note) -> {
            stop.check();
            progress.at(done, note);
          },
          unfinished);
    } catch (CancellationException stopped) {
      sayHowToGoOn();
      throw stopped;
    }
  }

  private void sayHowToGoOn() {
    console()
        .say(
            toy.out == null
                ? "stopped; without --out nothing of it is kept"
                : "stopped; the same command goes on from what is saved in " + toy.out);
  }
}
