package org.monosem.examples.cli;

import picocli.CommandLine.Option;

/** The sizes of a measured training step. */
final class StepSizeOptions {
  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features of a dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows a step (default: ${DEFAULT-VALUE}).")
  int batch;

  /** Makes options of which both are {@code usual} unless given. */
  StepSizeOptions(int usual) {
    this.features = usual;
    this.batch = usual;
  }

  void check() {
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--batch", batch);
  }
}
