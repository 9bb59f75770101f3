package org.monosem.examples.cli;

import picocli.CommandLine.Option;

/** How often a training reports and saves. */
final class IntervalOptions {
  @Option(
      names = "--report-every",
      defaultValue = "20",
      paramLabel = "N",
      description = "Steps between lines of the log (default: ${DEFAULT-VALUE}).")
  long report;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "500",
      paramLabel = "N",
      description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
  long checkpoint;

  void check() {
    UsageException.atLeast(1, "--report-every", report);
    UsageException.atLeast(1, "--checkpoint-every", checkpoint);
  }
}
