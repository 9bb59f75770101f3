package org.monosem.examples.cli;

import org.monosem.core.groundtruth.AtomDirections;
import org.monosem.core.groundtruth.Firing;
import org.monosem.core.groundtruth.GroundTruth;
import org.monosem.core.groundtruth.GroundTruthOptions;
import org.monosem.core.groundtruth.Hierarchy;
import org.monosem.core.random.Seed;
import picocli.CommandLine.Option;

/** What made-up data are made of. */
final class GroundTruthFlags {
  @Option(
      names = "--atoms",
      defaultValue = "128",
      paramLabel = "N",
      description = "Directions to be found (default: ${DEFAULT-VALUE}).")
  int atoms;

  @Option(
      names = "--d-in",
      defaultValue = "64",
      paramLabel = "N",
      description = "Width of a row (default: ${DEFAULT-VALUE}).")
  int dIn;

  @Option(
      names = "--l0",
      defaultValue = "4",
      paramLabel = "X",
      description = "Active atoms a row, on average (default: ${DEFAULT-VALUE}).")
  double meanL0;

  @Option(
      names = "--exponent",
      defaultValue = "0.5",
      paramLabel = "X",
      description = "Of the power law of firing; 0 for equal rates (default: ${DEFAULT-VALUE}).")
  double exponent;

  @Option(
      names = "--correlation",
      defaultValue = "0",
      paramLabel = "X",
      description = "Of the firing within groups of atoms (default: ${DEFAULT-VALUE}).")
  double correlation;

  @Option(
      names = "--group",
      defaultValue = "4",
      paramLabel = "N",
      description = "Atoms of a correlated group (default: ${DEFAULT-VALUE}).")
  int group;

  @Option(
      names = "--parents",
      defaultValue = "0",
      paramLabel = "N",
      description = "Atoms with children, which fire only with them (default: ${DEFAULT-VALUE}).")
  int parents;

  @Option(
      names = "--children",
      defaultValue = "2",
      paramLabel = "N",
      description = "Children of each of them (default: ${DEFAULT-VALUE}).")
  int children;

  @Option(
      names = "--child-probability",
      defaultValue = "0.3",
      paramLabel = "X",
      description = "Of a child, given its parent (default: ${DEFAULT-VALUE}).")
  double childProbability;

  @Option(names = "--exclusive", description = "Siblings never fire together.")
  boolean exclusive;

  @Option(names = "--orthonormal", description = "Atoms are orthogonal as far as there is room.")
  boolean orthonormal;

  @Option(
      names = "--shared-cosine",
      defaultValue = "0",
      paramLabel = "X",
      description = "Mean cosine between atoms (default: ${DEFAULT-VALUE}).")
  double sharedCosine;

  @Option(
      names = "--bias",
      defaultValue = "0",
      paramLabel = "X",
      description = "Length of what all rows have in common (default: ${DEFAULT-VALUE}).")
  double bias;

  @Option(
      names = "--noise",
      defaultValue = "0.01",
      paramLabel = "X",
      description = "Standard deviation in every place (default: ${DEFAULT-VALUE}).")
  double noise;

  GroundTruth truth(Seed seed) {
    UsageException.atLeast(1, "--atoms", atoms);
    UsageException.atLeast(1, "--d-in", dIn);
    Firing firing = Firing.powerLaw(meanL0, exponent);
    AtomDirections directions =
        orthonormal ? AtomDirections.orthonormal() : AtomDirections.random();
    return GroundTruth.of(
        GroundTruthOptions.of(atoms, meanL0)
            .withFiring(correlation == 0 ? firing : firing.withCorrelation(group, correlation))
            .withHierarchy(
                Hierarchy.twoLevels(atoms, parents, children, childProbability, exclusive))
            .withDirections(directions.withSharedCosine(sharedCosine))
            .withBiasNorm(bias)
            .withNoise(noise),
        dIn,
        seed);
  }
}
