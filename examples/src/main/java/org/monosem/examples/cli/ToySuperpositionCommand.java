package org.monosem.examples.cli;

import org.monosem.core.random.Seed;
import org.monosem.examples.toy.SuperpositionExperiment;
import org.monosem.examples.toy.SuperpositionPlan;
import org.monosem.examples.toy.ToyExperiment;
import picocli.CommandLine.Command;

/** Superposition in ReLU autoencoders. */
@Command(
    name = "superposition",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Which features a ReLU autoencoder represents, and how many share a dimension, by how sparse",
      "they are: the toy models of Elhage et al. (2022), one a sparsity, trained together. --seeds",
      "counts the models a sparsity (default: 1). The published setting is for a GPU."
    })
final class ToySuperpositionCommand extends ToyExperimentCommand {
  @Override
  ToyExperiment experiment() {
    Seed seed = common.masterSeed().named("superposition");
    int starts = toy.seeds(1, 1);
    SuperpositionPlan plan =
        toy.quick ? SuperpositionPlan.quick(starts) : SuperpositionPlan.published(starts);
    return new SuperpositionExperiment(common.device(), plan, seed);
  }
}
