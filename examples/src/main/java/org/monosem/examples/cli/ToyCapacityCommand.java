package org.monosem.examples.cli;

import org.monosem.examples.toy.CapacityExperiment;
import org.monosem.examples.toy.ToyExperiment;
import picocli.CommandLine.Command;

/** The capacity of features in the quadratic toy model. */
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How much of a dimension each feature gets, by its importance and by how sparse features are:",
      "the quadratic toy model of Scherlis et al. (2022), its optimum in closed form and as a search",
      "without the theory finds it. --seeds counts the problems with random importances."
    })
final class ToyCapacityCommand extends ToyExperimentCommand {
  @Override
  ToyExperiment experiment() {
    int starts = toy.quick ? CapacityExperiment.QUICK_STARTS : CapacityExperiment.STARTS;
    int problems = toy.seeds(CapacityExperiment.PROBLEMS, CapacityExperiment.PROBLEMS);
    return new CapacityExperiment(problems, starts, common.masterSeed().named("capacity"));
  }
}
