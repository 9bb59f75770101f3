package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Active entries: exact, by way of certified bfloat16 candidates, and by bfloat16 alone. */
final class EncoderChecks {
  private static final String TEXT = "core/encoder/relu.py";
  private static final int ROWS = 70;
  private static final int TILE = 32;
  private static final int WIDTH = 40;
  private static final int INNER = 64;
  private static final int FEATURES = 96;
  private static final double SLACK = (WIDTH + 64) * 0x1p-23;

  private EncoderChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "encode_exact", 1e-5, EncoderChecks::exact),
        new KernelCheck(TEXT, "encode_certified", 1e-5, EncoderChecks::certified),
        new KernelCheck(TEXT, "encode_low", 2e-2, EncoderChecks::low));
  }

  private static NDList exact(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    return encoded(in, k.list("encode_exact", x, w, in.normal(FEATURES), buffer(in)));
  }

  private static NDList certified(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    NDArray b = in.normal(FEATURES);
    if (in.reference()) {
      return encoded(in, k.list("encode_exact", x, w, b, buffer(in)));
    }
    NDArray weights = k.array("low_buffer", x, FEATURES, INNER);
    k.run("certified_weights", w, b, SLACK, weights);
    NDArray buffer = k.array("low_buffer", x, TILE, FEATURES);
    return encoded(in, k.list("encode_certified", x, w, b, weights, SLACK, buffer));
  }

  private static NDList low(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    NDArray b = in.normal(FEATURES);
    if (in.reference()) {
      return encoded(in, k.list("encode_exact", x, w, b, buffer(in)));
    }
    NDArray weights = k.array("low_buffer", x, FEATURES, INNER);
    k.run("low_weights", w, b, weights);
    NDArray buffer = k.array("low_buffer", x, TILE, FEATURES);
    return encoded(in, k.list("encode_low", x, w, weights, buffer));
  }

  private static NDArray buffer(Inputs in) {
    return in.poisoned(TILE, FEATURES);
  }

  private static NDList encoded(Inputs in, NDList entries) {
    return new NDList(SparseRows.fromPairs(in.manager(), entries, new Shape(ROWS, FEATURES)));
  }
}
