package org.monosem.examples.benchmark;

import java.nio.file.Path;
import org.monosem.core.safetensors.SafetensorsWriter;

/** Writes a problem as the safetensors file that {@code peer_step.py} reads. */
final class ProblemFile {
  private ProblemFile() {}

  static void write(StepProblem problem, Path file) {
    SafetensorsWriter.create()
        .add("x", problem.rows())
        .add("w_enc", problem.dictionary().wEnc())
        .add("b_enc", problem.dictionary().bEnc())
        .add("w_dec", problem.dictionary().wDec())
        .add("b_dec", problem.dictionary().bDec())
        .write(file);
  }
}
