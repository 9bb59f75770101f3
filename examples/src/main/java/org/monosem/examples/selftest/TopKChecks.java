package org.monosem.examples.selftest;

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
        new KernelCheck(TEXT, "top_k, by blocks", 1e-7, (in, k) -> largest(in, k, 32)),
        new KernelCheck(TEXT, "top_k, at once", 1e-7, (in, k) -> largest(in, k, 1)));
  }

  private static NDList largest(Inputs in, Kernels k, int blocks) {
    return k.list("top_k", in.normal(ROWS, WIDTH), 7, blocks);
  }
}
