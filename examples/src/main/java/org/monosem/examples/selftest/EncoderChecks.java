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

  /** Room for every entry of a tile, so that none is missed. */
  private static final int ROOM = TILE * FEATURES;

  private static final double SLACK = (WIDTH + 64) * 0x1p-23;

  private EncoderChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "encode_exact", 1e-5, (in, k) -> exact(in, k, 0)),
        new KernelCheck(TEXT, "encode_exact, no waiting", 1e-5, (in, k) -> exact(in, k, ROOM)),
        new KernelCheck(TEXT, "encode_certified", 1e-5, (in, k) -> certified(in, k, 0)),
        new KernelCheck(
            TEXT, "encode_certified, no waiting", 1e-5, (in, k) -> certified(in, k, ROOM)),
        new KernelCheck(TEXT, "encode_low", 2e-2, (in, k) -> low(in, k, 0)),
        new KernelCheck(TEXT, "encode_low, no waiting", 2e-2, (in, k) -> low(in, k, ROOM)));
  }

  /** What an encoder is given. */
  private record Problem(NDArray x, NDArray w, NDArray b, NDArray skip) {
    static Problem of(Inputs in, int capacity) {
      NDArray x = in.normal(ROWS, WIDTH);
      NDArray w = in.normal(FEATURES, WIDTH);
      NDArray b = in.normal(FEATURES);
      return new Problem(x, w, b, in.chosen(capacity == 0 ? 0 : 9, FEATURES));
    }
  }

  private static NDList exact(Inputs in, Kernels k, int capacity) {
    Problem problem = Problem.of(in, capacity);
    if (in.reference()) {
      return reference(in, k, problem);
    }
    return encoded(
        in,
        k.list(
            "encode_exact",
            problem.x(),
            problem.w(),
            problem.b(),
            in.poisoned(TILE, FEATURES),
            problem.skip(),
            capacity));
  }

  private static NDList certified(Inputs in, Kernels k, int capacity) {
    Problem problem = Problem.of(in, capacity);
    if (in.reference()) {
      return reference(in, k, problem);
    }
    NDArray weights = k.array("low_buffer", problem.x(), FEATURES, INNER);
    k.run("certified_weights", problem.w(), problem.b(), SLACK, weights);
    return encoded(
        in,
        k.list(
            "encode_certified",
            problem.x(),
            problem.w(),
            problem.b(),
            weights,
            SLACK,
            k.array("low_buffer", problem.x(), TILE, FEATURES),
            problem.skip(),
            capacity));
  }

  private static NDList low(Inputs in, Kernels k, int capacity) {
    Problem problem = Problem.of(in, capacity);
    if (in.reference()) {
      return reference(in, k, problem);
    }
    NDArray weights = k.array("low_buffer", problem.x(), FEATURES, INNER);
    k.run("low_weights", problem.w(), problem.b(), weights);
    NDArray buffer = k.array("low_buffer", problem.x(), TILE, FEATURES);
    return encoded(
        in, k.list("encode_low", problem.x(), weights, buffer, problem.skip(), capacity));
  }

  /** Every encoder stands for the exact one. */
  private static NDList reference(Inputs in, Kernels k, Problem problem) {
    NDArray buffer = in.poisoned(TILE, FEATURES);
    return encoded(
        in,
        k.list("encode_exact", problem.x(), problem.w(), problem.b(), buffer, problem.skip(), 0));
  }

  private static NDList encoded(Inputs in, NDList entries) {
    Shape shape = new Shape(ROWS, FEATURES);
    return new NDList(SparseRows.fromPairs(in.manager(), entries, shape), entries.get(3));
  }
}
