package org.monosem.examples.cli;

import picocli.CommandLine.Option;

/** How many features fire on a row of measured data. */
final class L0Option {
  @Option(
      names = "--l0",
      defaultValue = "50",
      paramLabel = "X",
      description = "Active features a row, on average (default: ${DEFAULT-VALUE}).")
  double mean;
}
