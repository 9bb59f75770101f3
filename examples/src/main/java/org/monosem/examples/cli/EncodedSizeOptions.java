package org.monosem.examples.cli;

import picocli.CommandLine.Option;

/** The sizes of what a measured encoder gives: rows of features. */
final class EncodedSizeOptions {
  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  int rows;

  @Option(
      names = "--features",
      defaultValue = "16384",
      paramLabel = "N",
      description = "Features of a row (default: ${DEFAULT-VALUE}).")
  int features;

  EncodedSizeOptions(int usualRows) {
    this.rows = usualRows;
  }

  void check() {
    UsageException.atLeast(1, "--rows", rows);
    UsageException.atLeast(1, "--features", features);
  }
}
