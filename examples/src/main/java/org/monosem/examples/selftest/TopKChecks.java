package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** The k largest of every row. */
final class TopKChecks {
  private static final String TEXT = "core/encoder/topk.py";
  private static final int ROWS = 37;
  private static final int WIDTH = 203;

  private TopKChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "bounds", 1e-7, TopKChecks::bounds),
        new KernelCheck(TEXT, "top_k, by blocks", 1e-7, (in, k) -> largest(in, k, 32)),
        new KernelCheck(TEXT, "top_k, at once", 1e-7, (in, k) -> largest(in, k, 1)));
  }

  /** Rows 3 to 29 of 37, 5 of 203 each, in 50 blocks and 20 groups of blocks. */
  private static NDList bounds(Inputs in, Kernels k) {
    NDArray maxima = in.poisoned(27, 50);
    NDArray bound = in.poisoned(27);
    k.run("bounds", in.normal(ROWS, WIDTH), 3, 30, 5, 50, 20, maxima, bound);
    return new NDList(maxima, bound);
  }

  private static NDList largest(Inputs in, Kernels k, int blocks) {
    return k.list("top_k", in.normal(ROWS, WIDTH), 7, blocks);
  }
}
