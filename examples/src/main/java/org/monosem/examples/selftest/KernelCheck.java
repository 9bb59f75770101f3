package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Kernels of one text that are run once on a device in float32 and once on the CPU in float64, with
 * the same numbers.
 *
 * @param text the kernels' resource below {@code org/monosem}, for example {@code
 *     core/dictionary.py}
 * @param name the kernel, or what several of them do together
 * @param tolerance the largest difference allowed, as a share of the largest value of the array
 * @param program runs the kernels
 */
record KernelCheck(String text, String name, double tolerance, Program program) {

  /** Returns a check of what comes in one array. */
  static KernelCheck ofArray(String text, String name, double tolerance, ArrayProgram program) {
    return new KernelCheck(text, name, tolerance, (in, k) -> new NDList(program.run(in, k)));
  }

  /** A program of which one array is to be compared. */
  @FunctionalInterface
  interface ArrayProgram {
    /** Runs once, as {@link Program#run}. */
    NDArray run(Inputs inputs, Kernels kernels);
  }

  /** Makes arguments, calls kernels, and returns what is to be compared. */
  @FunctionalInterface
  interface Program {
    /**
     * Runs once.
     *
     * @param inputs gives both runs the same random arguments
     * @param kernels the text's kernels
     */
    NDList run(Inputs inputs, Kernels kernels);
  }
}
