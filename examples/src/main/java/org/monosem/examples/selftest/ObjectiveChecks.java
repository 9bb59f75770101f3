package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Loss and gradient of the L1 objective, by dense products and by active entries. */
final class ObjectiveChecks {
  private static final String TEXT = "sae/objective/l1.py";
  private static final int BATCH = 70;
  private static final int TILE = 32;
  private static final int WIDTH = 64;
  private static final int FEATURES = 96;
  private static final int ENTRIES_A_ROW = 20;
  private static final double ERROR = 0.5;
  private static final double PENALTY = 0.3;

  private ObjectiveChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "dense_gradient", 1e-4, (in, k) -> dense(in, k, true)),
        new KernelCheck(TEXT, "dense_gradient, norms", 1e-4, (in, k) -> dense(in, k, false)),
        new KernelCheck(TEXT, "row_losses", 1e-5, ObjectiveChecks::losses),
        new KernelCheck(TEXT, "sparse_gradient", 1e-4, (in, k) -> sparse(in, k, WIDTH, false)),
        new KernelCheck(TEXT, "sparse_gradient, blocks", 1e-4, (in, k) -> sparse(in, k, 16, false)),
        new KernelCheck(TEXT, "sparse_gradient, hot", 1e-4, (in, k) -> sparse(in, k, 16, true)));
  }

  private static List<NDArray> parameters(Inputs in) {
    NDArray wEnc = in.normal(0.2, FEATURES, WIDTH);
    NDArray bEnc = in.normal(0.2, FEATURES);
    return List.of(wEnc, bEnc, in.normal(0.2, FEATURES, WIDTH), in.normal(0.2, WIDTH));
  }

  private static NDList dense(Inputs in, Kernels k, boolean preBias) {
    NDArray x = in.normal(BATCH, WIDTH);
    NDArray buffer = in.poisoned(TILE, FEATURES);
    NDArray other = in.poisoned(TILE, FEATURES);
    List<NDArray> p = parameters(in);
    return k.list("dense_gradient", x, p, buffer, other, preBias, !preBias, ERROR, PENALTY);
  }

  private static NDList losses(Inputs in, Kernels k) {
    NDArray x = in.normal(BATCH, WIDTH);
    NDArray buffer = in.poisoned(TILE, FEATURES);
    return new NDList(k.array("row_losses", x, parameters(in), buffer, true, true, ERROR, PENALTY));
  }

  /** The kernels take any active entries, so these need not be those of an encoder. */
  private static NDList sparse(Inputs in, Kernels k, int block, boolean withHot) {
    NDArray x = in.normal(BATCH, WIDTH);
    List<NDArray> p = parameters(in);
    List<NDArray> entries = entries(in);
    NDArray hot = in.chosen(withHot ? 7 : 0, FEATURES);
    NDArray centred = k.array("centred", x, p, true);
    NDList decoded = k.list("decode", x, p, entries, hot, block, true, ERROR, PENALTY);
    NDList gradient =
        k.list("sparse_gradient", x, centred, p, decoded, hot, block, true, true, ERROR, PENALTY);
    NDList all = new NDList(gradient);
    all.addAll(decoded);
    return all;
  }

  private static List<NDArray> entries(Inputs in) {
    int[] rows = new int[BATCH * ENTRIES_A_ROW];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / ENTRIES_A_ROW;
    }
    NDList columns = new NDList();
    for (int row = 0; row < BATCH; row++) {
      columns.add(in.chosen(ENTRIES_A_ROW, FEATURES).toType(DataType.INT32, false));
    }
    NDArray values = in.uniform(rows.length);
    return List.of(in.manager().create(rows), NDArrays.concat(columns), values);
  }
}
