package org.monosem.examples.selftest;

import static org.monosem.examples.selftest.EntriesChecks.BATCH;
import static org.monosem.examples.selftest.EntriesChecks.FEATURES;
import static org.monosem.examples.selftest.EntriesChecks.WIDTH;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The terms beside an objective, for every way in which features become active. */
final class TermChecks {
  private static final String TEXT = "sae/objective/term/term.py";
  private static final int KINDS = 5;
  private static final int K = 4;
  private static final int ROWS = BATCH - 5;

  private TermChecks() {}

  static List<KernelCheck> all() {
    return IntStream.range(0, KINDS)
        .boxed()
        .flatMap(
            kind ->
                Stream.of(
                    new KernelCheck(
                        TEXT, "embedding, kind " + kind, 1e-4, (in, k) -> embedding(in, k, kind)),
                    new KernelCheck(
                        TEXT,
                        "decorrelation, kind " + kind,
                        1e-4,
                        (in, k) -> decorrelation(in, k, kind))))
        .toList();
  }

  private static NDList embedding(Inputs in, Kernels k, int kind) {
    return added(
        in, kind, (x, p, g) -> k.array("embedding", x, ROWS, p, g, kind, K, true, true, 2.0));
  }

  private static NDList decorrelation(Inputs in, Kernels k, int kind) {
    return added(
        in, kind, (x, p, g) -> k.array("decorrelation", x, ROWS, p, g, kind, K, true, true, 2.0));
  }

  /** A term as its kernel adds it. */
  private interface Term {
    NDArray add(NDArray x, NDList parameters, NDList gradients);
  }

  private static NDList added(Inputs in, int kind, Term term) {
    NDArray x = in.normal(BATCH, WIDTH);
    NDList p = new NDList(in.normal(0.5, FEATURES, WIDTH), in.normal(FEATURES));
    p.add(in.normal(WIDTH));
    NDList g = new NDList(in.zeros(FEATURES, WIDTH), in.zeros(FEATURES), in.zeros(WIDTH));
    for (int more = 0; more < Math.max(0, kind - 2); more++) {
      p.add(in.normal(0.2, FEATURES));
      g.add(in.zeros(FEATURES));
    }
    NDList all = new NDList(term.add(x, p, g));
    all.addAll(g);
    return all;
  }
}
