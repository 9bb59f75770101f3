package org.monosem.examples.cli;

import org.monosem.core.random.Seed;
import org.monosem.examples.toy.CollisionsExperiment;
import org.monosem.examples.toy.CollisionsPlan;
import org.monosem.examples.toy.ToyExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Polysemanticity by accident of the start. */
@Command(
    name = "collisions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How many units become polysemantic although there is room for a unit a feature, because two",
      "features chose the same one at the start; how rows become sparse under an L1 term, and under",
      "noise: Lecomte et al. (2023). --seeds counts the networks of each size (default: 16). The",
      "published setting is for a GPU; on a processor ask for a few of its sizes."
    })
final class ToyCollisionsCommand extends ToyExperimentCommand {
  @Mixin CollisionFlags flags;

  @Override
  ToyExperiment experiment() {
    Seed seed = common.masterSeed().named("collisions");
    CollisionsPlan base = toy.quick ? CollisionsPlan.quick() : CollisionsPlan.published();
    int networks = toy.seeds(CollisionsPlan.NETWORKS, CollisionsPlan.NETWORKS);
    return new CollisionsExperiment(common.device(), flags.plan(base, networks), seed);
  }
}
