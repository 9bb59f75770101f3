package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.CpuThreads;
import picocli.CommandLine.Option;

/** How a measured training step is computed. */
final class MeasuredStepOptions {
  @Option(
      names = "--d-in",
      defaultValue = "512",
      paramLabel = "N",
      description = "The width of the activations (default: ${DEFAULT-VALUE}).")
  int dIn;

  @Option(
      names = "--precision",
      description = {
        "Of our encoder's product: ${COMPLETION-CANDIDATES}",
        "(default: the faster of FP32 and FP32_VIA_BF16, which are exact)."
      })
  @Nullable Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of an operator on the CPU (default: libtorch's choice).")
  @Nullable Integer threads;

  void check() {
    UsageException.atLeast(1, "--d-in", dIn);
    if (threads != null) {
      UsageException.atLeast(1, "--threads", threads);
    }
  }

  int threadCount() {
    return threads == null ? CpuThreads.count() : threads;
  }
}
