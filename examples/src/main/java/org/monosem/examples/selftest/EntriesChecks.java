package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Sums over active entries, and the objectives whose entries are the largest. */
final class EntriesChecks {
  private static final String ENTRIES = "sae/objective/entries.py";
  private static final String TOPK = "sae/objective/topk.py";
  private static final String NESTED = "sae/objective/matryoshka.py";
  static final int BATCH = 70;
  static final int WIDTH = 64;
  static final int FEATURES = 96;
  private static final int ENTRIES_A_ROW = 20;
  private static final int K = 8;
  private static final int BLOCK = 16;
  private static final double ERROR = 0.5;
  private static final double AUX = 0.25;

  private EntriesChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(ENTRIES, "every sum", 1e-4, EntriesChecks::sums),
        new KernelCheck(TOPK, "gradient", 1e-4, (in, k) -> gradient(in, k, true, 0)),
        new KernelCheck(TOPK, "gradient, aux 1", 1e-4, (in, k) -> gradient(in, k, false, 1)),
        new KernelCheck(TOPK, "gradient, aux 2", 1e-4, (in, k) -> gradient(in, k, true, 2)),
        new KernelCheck(TOPK, "row_entries", 1e-6, EntriesChecks::rowEntries),
        new KernelCheck(TOPK, "batch_entries", 1e-6, EntriesChecks::batchEntries),
        new KernelCheck(TOPK, "observe, threshold", 1e-6, EntriesChecks::threshold),
        new KernelCheck(NESTED, "nested_gradient", 1e-4, (in, k) -> nested(in, k, false)),
        new KernelCheck(NESTED, "nested_gradient, padded", 1e-4, (in, k) -> nested(in, k, true)));
  }

  static List<NDArray> parameters(Inputs in) {
    NDArray wEnc = in.eighths(0.2, FEATURES, WIDTH);
    NDArray bEnc = in.oddBias(0.2, FEATURES);
    return List.of(wEnc, bEnc, in.normal(0.2, FEATURES, WIDTH), in.eighths(0.2, WIDTH));
  }

  /** Rows, columns, values and the number missed; where padded, some values are zero. */
  static List<NDArray> entries(Inputs in, boolean padded) {
    int[] rows = new int[BATCH * ENTRIES_A_ROW];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / ENTRIES_A_ROW;
    }
    NDList columns = new NDList();
    for (int row = 0; row < BATCH; row++) {
      columns.add(in.chosen(ENTRIES_A_ROW, FEATURES).toType(DataType.INT32, false));
    }
    NDArray values = in.uniform(rows.length);
    NDArray kept = padded ? values.sub(0.25).maximum(0) : values;
    NDArray missed = in.manager().zeros(new Shape(), DataType.INT64);
    return List.of(in.manager().create(rows), NDArrays.concat(columns), kept, missed);
  }

  private static NDList sums(Inputs in, Kernels k) {
    List<NDArray> p = parameters(in);
    List<NDArray> entries = entries(in, true);
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray xc = k.array("centred", x, p, true);
    NDArray pre = k.array("encode", xc, p, in.poisoned(BATCH, FEATURES), false);
    NDArray byRow = k.array("row_offsets", entries, BATCH);
    NDArray e = k.array("decoded", entries, byRow, entries.get(2), p.get(2), BLOCK);
    NDArray df = k.array("products", e, entries, byRow, p.get(2));
    NDList order = k.list("by_feature", entries, FEATURES);
    NDArray rows = k.array("rows_by_feature", x, entries, order.get(0), order.get(1), df, BLOCK);
    NDList sums =
        k.list("sums_by_feature", df, entries.get(2), entries, order.get(0), order.get(1), true);
    NDArray bias = k.array("decoder_bias", e, p, sums.get(0), true);
    NDArray one = sums.get(1).sum();
    NDArray statistics = k.array("statistics", x, e, 0.3, one, sums.get(2), one);
    NDList all = new NDList(pre, e, df, rows, bias, statistics);
    all.addAll(sums);
    return all;
  }

  private static NDList gradient(Inputs in, Kernels k, boolean padded, int normalisation) {
    List<NDArray> p = parameters(in);
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray dead = in.chosen(11, FEATURES);
    List<NDArray> entries = entries(in, padded);
    int aux = normalisation == 1 ? 5 : 20;
    return k.list(
        "gradient",
        x,
        in.normal(BATCH, WIDTH),
        x,
        p,
        entries,
        padded,
        BLOCK,
        true,
        ERROR,
        dead,
        aux,
        AUX,
        normalisation);
  }

  private static NDList nested(Inputs in, Kernels k, boolean padded) {
    List<NDArray> p = parameters(in);
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray widths = in.manager().create(new long[] {10, 40, FEATURES});
    List<NDArray> dead = List.of(in.chosen(3, 10), in.chosen(7, 40), in.chosen(11, FEATURES));
    List<NDArray> entries = entries(in, padded);
    return k.list(
        "nested_gradient",
        x,
        x,
        x,
        p,
        entries,
        padded,
        BLOCK,
        true,
        ERROR,
        0.5,
        widths,
        dead,
        5,
        AUX,
        0);
  }

  private static NDList rowEntries(Inputs in, Kernels k) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray pre = k.array("pre_activations", x, parameters(in), in.poisoned(BATCH, FEATURES));
    NDList top = k.list("largest", pre, K);
    NDList tiles = new NDList(top.get(0), top.get(0));
    return k.list("row_entries", tiles, new NDList(top.get(1), top.get(1)));
  }

  private static NDList batchEntries(Inputs in, Kernels k) {
    NDArray cut = in.manager().create(new double[] {0.5}, new Shape());
    NDList bound = k.list("bound", cut, 0.9, in.normal(FEATURES));
    NDList all = new NDList(bound);
    all.addAll(k.list("batch_entries", entries(in, true), bound.get(0), BATCH * K));
    return all;
  }

  private static NDList threshold(Inputs in, Kernels k) {
    NDArray total = in.manager().create(new double[] {3}, new Shape());
    NDArray weight = in.manager().create(new double[] {2}, new Shape());
    NDArray cut = in.manager().create(new double[] {1.5}, new Shape());
    NDArray least = in.manager().create(new double[] {1.25}, new Shape());
    k.run("observe", total, weight, cut, least, 0.9, in.manager().zeros(new Shape()));
    return new NDList(total, weight, cut, k.array("threshold", total, weight, in.normal(FEATURES)));
  }
}
