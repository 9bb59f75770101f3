package org.monosem.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The door of the toy models, one command an experiment. */
@Command(
    name = "toy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "EXPERIMENT",
    subcommands = {
      ToyCapacityCommand.class,
      ToySuperpositionCommand.class,
      ToyCollisionsCommand.class,
      ToyEngineeredCommand.class
    },
    description = {
      "Toy models in which superposition and its opposite can be watched. Each experiment runs in its",
      "published setting, or with --quick in a small one, and with --out leaves its curves as PNG and",
      "SVG and its numbers as JSON."
    })
final class ToyCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(new CommandLine(spec), "an experiment is needed");
  }
}
