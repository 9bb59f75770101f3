package org.monosem.examples.cli;

import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Option;

/** How long a dictionary is trained. */
final class LengthOptions {
  @Option(
      names = "--steps",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Updates (default: ${DEFAULT-VALUE}).")
  long steps;

  @Option(
      names = "--batch",
      defaultValue = "1024",
      paramLabel = "N",
      description = "Rows of an update (default: ${DEFAULT-VALUE}).")
  int batch;

  RunLength length() {
    UsageException.atLeast(1, "--steps", steps);
    UsageException.atLeast(1, "--batch", batch);
    return new RunLength(steps, batch);
  }
}
