package org.monosem.examples.selftest;

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
