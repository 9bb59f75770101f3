package org.monosem.examples.cli;

import org.monosem.core.random.Seed;
import org.monosem.examples.toy.EngineeredExperiment;
import org.monosem.examples.toy.EngineeredSettings;
import org.monosem.examples.toy.ToyExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Monosemantic units by the start of the biases. */
@Command(
    name = "engineered",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How many units of a toy model answer to one feature only, by where their biases start and by",
      "how many units there are: Jermyn et al. (2022). Every width is trained with the usual start",
      "and with --init-bias and --bias-decay. The published setting wants a GPU (--device gpu0).",
      "Stopped early, it tells what was measured so far, leaves that as JSON, and with --out goes on",
      "when run again."
    })
final class ToyEngineeredCommand extends ToyExperimentCommand {
  @Mixin EngineeredFlags flags;

  @Override
  ToyExperiment experiment() {
    Seed seed = common.masterSeed().named("engineered");
    EngineeredSettings base =
        toy.quick ? EngineeredSettings.quick() : EngineeredSettings.published();
    EngineeredSettings settings = flags.settings(base, toy.seeds(base.seeds(), base.seeds()));
    return new EngineeredExperiment(settings, common.device(), seed);
  }
}
