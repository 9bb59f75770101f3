package org.monosem.examples.cli;

import picocli.CommandLine.Option;

/** How often everything is timed. */
final class RepeatsOption {
  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often each is timed (default: ${DEFAULT-VALUE}).")
  int count;

  RepeatsOption(int usual) {
    this.count = usual;
  }

  /** Returns the number, which must be at least one. */
  int checked() {
    UsageException.atLeast(1, "--repeats", count);
    return count;
  }
}
