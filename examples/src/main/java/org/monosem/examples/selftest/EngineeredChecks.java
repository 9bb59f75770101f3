package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The toy models of engineered monosemanticity: data, gradients, updates, measure. */
final class EngineeredChecks {
  private static final String TEXT = "sae/toymodel/engineered/engineered.py";
  private static final int RUNS = 3;
  private static final int BATCH = 19;
  private static final int FEATURES = 24;
  private static final int DIMS = 12;
  private static final int UNITS = 30;

  private EngineeredChecks() {}

  static List<KernelCheck> all() {
    Stream<KernelCheck> gradients =
        IntStream.range(0, 9)
            .mapToObj(
                i -> {
                  String name = "gradient, task " + i % 3 + ", activation " + i / 3;
                  return new KernelCheck(
                      TEXT, name, 1e-4, (in, k) -> gradient(in, k, i % 3, i / 3));
                });
    Stream<KernelCheck> others =
        Stream.of(
            KernelCheck.ofArray(TEXT, "features", 1e-7, (in, k) -> features(in, k, false)),
            KernelCheck.ofArray(TEXT, "features, signed", 1e-7, (in, k) -> features(in, k, true)),
            new KernelCheck(TEXT, "step, LAMB", 1e-4, (in, k) -> step(in, k, 0)),
            new KernelCheck(TEXT, "step, Adam", 1e-4, (in, k) -> step(in, k, 3)),
            new KernelCheck(TEXT, "answers", 1e-5, EngineeredChecks::answers));
    return Stream.concat(gradients, others).toList();
  }

  private static NDArray features(Inputs in, Kernels k, boolean signed) {
    NDArray gammas = in.integers(1 << 30, 7 * FEATURES);
    NDArray threshold = in.integers(Integer.MAX_VALUE, FEATURES);
    long[] seeds = {5, -77, 1L << 62, Long.MIN_VALUE};
    return k.array("features", gammas, seeds, threshold, in.zeros(1), signed);
  }

  /** What a ReLU may be asked: no pre-activation is within rounding of zero. */
  private static NDList parameters(Inputs in, int out) {
    return new NDList(
        in.eighths(0.2, RUNS, UNITS, DIMS).mul(8),
        in.oddBias(2, RUNS, UNITS),
        in.normal(RUNS, out, UNITS));
  }

  private static NDList gradient(Inputs in, Kernels k, int task, int activation) {
    int out = task == 1 ? DIMS : FEATURES;
    NDArray v = in.eighths(1, RUNS, BATCH, FEATURES);
    NDArray projection = in.eighths(0.2, RUNS, FEATURES, DIMS).mul(8);
    NDArray target = in.normal(RUNS, FEATURES, DIMS);
    NDList p = parameters(in, out);
    if (activation > 0) { // no edge to stay away from, but exp wants small numbers
      p.set(0, in.normal(0.05, RUNS, UNITS, DIMS));
      p.set(1, in.normal(0.2, RUNS, UNITS));
    }
    double penalty = activation == 0 ? 0.3 : 0;
    NDList found = k.list("gradient", v, p, projection, target, task, activation, penalty);
    found.add(k.array("losses", v, p, projection, target, task, activation, penalty));
    return found;
  }

  private static NDList step(Inputs in, Kernels k, int adamStep) {
    NDArray v = in.eighths(1, RUNS, BATCH, FEATURES);
    NDArray projection = in.eighths(0.2, RUNS, FEATURES, DIMS).mul(8);
    NDList p = parameters(in, FEATURES);
    NDList m = parameters(in, FEATURES);
    NDList s = new NDList();
    p.forEach(array -> s.add(in.uniform(array.getShape().getShape()).add(0.1)));
    NDArray rates = in.uniform(RUNS);
    NDArray keep = in.uniform(RUNS);
    NDArray loss =
        k.array("step", v, p, m, s, projection, projection, rates, keep, 0, 0, 0.1, adamStep);
    NDList all = new NDList(loss);
    all.addAll(p);
    all.addAll(m);
    all.addAll(s);
    return all;
  }

  /** Which feature is the largest may differ by rounding: only the answers are compared. */
  private static NDList answers(Inputs in, Kernels k) {
    NDArray projection = in.eighths(0.2, RUNS, FEATURES, DIMS).mul(8);
    NDList found = k.list("answers", parameters(in, FEATURES), projection, 0);
    return found.subNDList(0, 2);
  }
}
