package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.Stream;

/** Loss and gradient of the L1 objective, by dense products and by active entries. */
final class ObjectiveChecks {
  private static final String TEXT = "sae/objective/l1.py";
  private static final String PATH = "sae/objective/path.py";
  private static final int BATCH = EntriesChecks.BATCH;
  private static final int TILE = 32;
  private static final int WIDTH = EntriesChecks.WIDTH;
  private static final int FEATURES = EntriesChecks.FEATURES;
  private static final double ERROR = 0.5;
  private static final double PENALTY = 0.3;
  private static final long[] SOURCES = {24, 40};

  private ObjectiveChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "dense_gradient", 1e-4, (in, k) -> dense(in, k, true, false)),
        new KernelCheck(TEXT, "dense_gradient, norms", 1e-4, (in, k) -> dense(in, k, false, false)),
        new KernelCheck(TEXT, "dense_gradient, bf16", 1e-1, (in, k) -> dense(in, k, true, true)),
        new KernelCheck(TEXT, "row_losses", 1e-5, ObjectiveChecks::losses),
        new KernelCheck(PATH, "remainder", 1e-5, ObjectiveChecks::remainder),
        new KernelCheck(PATH, "gradient", 1e-4, ObjectiveChecks::path),
        new KernelCheck("sae/objective/rows.py", "part, beside", 1e-6, ObjectiveChecks::rows),
        sparse("sparse_gradient", new Way(WIDTH, 0, false)),
        sparse("sparse_gradient, blocks", new Way(16, 0, false)),
        sparse("sparse_gradient, hot", new Way(16, 7, false)),
        sparse("sparse_gradient, padded", new Way(16, 7, true)));
  }

  /** A way through the sparse kernels: columns of a block, hot features, padded entries. */
  private record Way(int block, int hot, boolean padded) {}

  private static KernelCheck sparse(String name, Way way) {
    return new KernelCheck(TEXT, name, 1e-4, (in, k) -> sparse(in, k, way));
  }

  private static NDList dense(Inputs in, Kernels k, boolean preBias, boolean low) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray buffer = in.poisoned(TILE, FEATURES);
    NDArray other = in.poisoned(TILE, FEATURES);
    List<NDArray> p = EntriesChecks.parameters(in);
    return k.list(
        "dense_gradient", x, x, p, buffer, other, low, preBias, !preBias, SOURCES, ERROR, PENALTY);
  }

  private static NDList losses(Inputs in, Kernels k) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray buffer = in.poisoned(TILE, FEATURES);
    return new NDList(
        k.array(
            "row_losses",
            x,
            x,
            EntriesChecks.parameters(in),
            buffer,
            true,
            true,
            SOURCES,
            ERROR,
            PENALTY));
  }

  private static NDList remainder(Inputs in, Kernels k) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.eighths(1, BATCH, FEATURES);
    return new NDList(k.array("remainder", x, y, in.normal(0.2, FEATURES, WIDTH)));
  }

  private static NDList path(Inputs in, Kernels k) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.eighths(1, BATCH, FEATURES);
    NDArray sums = in.manager().create(new double[] {1, 2, 3, 4, 5});
    return k.list("gradient", x, y, in.normal(BATCH, FEATURES), sums);
  }

  private static NDList rows(Inputs in, Kernels k) {
    NDArray all = in.normal(BATCH, WIDTH);
    NDArray left = k.array("part", all, 0, 24, 0.5);
    NDArray right = k.array("part", all, 24, WIDTH, 3.0);
    return new NDList(k.array("beside", List.of(right, left)));
  }

  /** The kernels take any active entries, so these need not be those of an encoder. */
  private static NDList sparse(Inputs in, Kernels k, Way way) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    List<NDArray> p = EntriesChecks.parameters(in);
    List<NDArray> entries = EntriesChecks.entries(in, way.padded());
    NDArray hot = in.chosen(way.hot(), FEATURES);
    NDArray xc = k.array("centred", x, p, true);
    boolean padded = way.padded();
    NDList decoded =
        k.list(
            "decode",
            xc,
            x,
            p,
            entries,
            padded,
            hot,
            false,
            way.block(),
            true,
            SOURCES,
            ERROR,
            PENALTY);
    NDList all =
        k.list(
            "sparse_gradient",
            xc,
            x,
            p,
            entries,
            decoded,
            padded,
            hot,
            way.block(),
            way.block(),
            true,
            true,
            SOURCES,
            ERROR,
            PENALTY);
    return new NDList(Stream.of(decoded, all).flatMap(List::stream).toList());
  }
}
