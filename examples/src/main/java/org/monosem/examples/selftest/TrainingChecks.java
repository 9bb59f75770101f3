package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** What a dictionary's training does beside the gradient: start, update, resample, export. */
final class TrainingChecks {
  private static final String START = "sae/training/start.py";
  private static final String HIGH_NORM = "sae/training/highnorm.py";
  private static final String FIRING = "sae/deadfeature/firing.py";
  private static final String SPLICE = "sae/evaluation/evaluation.py";
  private static final String GEOMETRY = "sae/evaluation/geometry.py";
  private static final int WIDTH = 40;
  private static final int FEATURES = 96;

  private TrainingChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck("sae/training/adam.py", "step", 1e-5, TrainingChecks::adam),
        new KernelCheck("sae/deadfeature/reset.py", "reset", 1e-5, TrainingChecks::reset),
        KernelCheck.ofArray("sae/deadfeature/reset.py", "put", 1e-7, TrainingChecks::put),
        KernelCheck.ofArray(FIRING, "record", 0, TrainingChecks::fired),
        KernelCheck.ofArray(FIRING, "restart", 0, TrainingChecks::restarted),
        KernelCheck.ofArray(START, "copy_rows", 1e-7, TrainingChecks::copyRows),
        KernelCheck.ofArray(START, "set_row_norms", 1e-5, TrainingChecks::setRowNorms),
        KernelCheck.ofArray(
            START,
            "norm_sum",
            1e-12,
            (in, k) -> k.array("norm_sum", in.normal(FEATURES, WIDTH), 5, WIDTH, 2)),
        KernelCheck.ofArray(
            START,
            "geometric_median",
            1e-9,
            (in, k) -> k.array("geometric_median", in.normal(FEATURES, WIDTH), 100, 1e-10)),
        KernelCheck.ofArray(
            HIGH_NORM,
            "row_norms",
            1e-12,
            (in, k) -> k.array("row_norms", in.normal(FEATURES, WIDTH))),
        new KernelCheck(
            HIGH_NORM,
            "within",
            1e-7,
            (in, k) -> k.list("within", in.normal(FEATURES, WIDTH), 6.3)),
        KernelCheck.ofArray(
            SPLICE, "row_norms", 1e-6, (in, k) -> k.array("row_norms", in.normal(FEATURES, WIDTH))),
        KernelCheck.ofArray(
            SPLICE,
            "take_rows",
            1e-7,
            (in, k) -> k.array("take_rows", in.normal(4, 9, WIDTH), in.chosen(11, 36))),
        new KernelCheck(SPLICE, "put_rows", 1e-7, TrainingChecks::putRows),
        new KernelCheck(SPLICE, "select_rows", 1e-7, TrainingChecks::selectRows),
        new KernelCheck(
            GEOMETRY, "inverse_norms, largest_cosines", 1e-5, TrainingChecks::largestCosines),
        new KernelCheck(GEOMETRY, "row_cosines", 1e-6, TrainingChecks::rowCosines));
  }

  /** Arrays of the shapes of a dictionary: wEnc, bEnc, wDec, bDec. */
  private static NDList dictionary(Inputs in) {
    NDArray wEnc = in.normal(FEATURES, WIDTH);
    NDArray bEnc = in.normal(FEATURES);
    return new NDList(wEnc, bEnc, in.normal(FEATURES, WIDTH), in.normal(WIDTH));
  }

  private static NDList adam(Inputs in, Kernels k) {
    NDList p = dictionary(in);
    NDList g = dictionary(in);
    NDList m = dictionary(in);
    NDList v = new NDList();
    NDList steps = new NDList();
    for (NDArray array : p) {
      v.add(in.uniform(array.getShape().getShape()));
      steps.add(in.manager().ones(new Shape()).mul(4));
    }
    NDArray missed = in.manager().zeros(new Shape(), DataType.INT64);
    NDArray halt = in.manager().zeros(new Shape());
    NDList done = k.list("step", p, g, m, v, steps, missed, halt, 1e-2, 0.9, 0.99, 1e-8, 1.0, true);
    return joined(new NDList(done.get(0), halt), p, m, v, steps);
  }

  private static NDList reset(Inputs in, Kernels k) {
    NDList p = dictionary(in);
    NDList m = dictionary(in);
    NDList v = dictionary(in);
    NDArray features = in.chosen(5, FEATURES);
    NDArray alive = in.integers(2, FEATURES).toType(DataType.BOOLEAN, false);
    NDArray x = in.normal(5, WIDTH);
    NDArray mean = k.array("reset", p, m, v, features, x, in.normal(5, WIDTH), alive, 0.2);
    return joined(new NDList(mean), p, m, v);
  }

  private static NDArray put(Inputs in, Kernels k) {
    NDArray inputs = in.normal(5, WIDTH);
    k.run("put", in.normal(30, WIDTH), in.chosen(3, 30), inputs, in.chosen(3, 5));
    return inputs;
  }

  private static NDArray fired(Inputs in, Kernels k) {
    NDArray silent = in.integers(1000, FEATURES);
    k.run("record", silent, in.integers(3, FEATURES), 64, in.manager().zeros(new Shape()));
    return silent;
  }

  private static NDArray restarted(Inputs in, Kernels k) {
    NDArray silent = in.integers(1000, FEATURES);
    k.run("restart", silent, in.chosen(9, FEATURES).toType(DataType.INT32, false));
    return silent;
  }

  private static NDArray copyRows(Inputs in, Kernels k) {
    NDArray matrix = in.normal(FEATURES, WIDTH);
    k.run("copy_rows", matrix, in.normal(5, WIDTH), 17);
    return matrix;
  }

  private static NDArray setRowNorms(Inputs in, Kernels k) {
    NDArray matrix = in.normal(FEATURES, WIDTH);
    k.run("set_row_norms", matrix, 0.1);
    return matrix;
  }

  private static NDList putRows(Inputs in, Kernels k) {
    NDArray activations = in.normal(4, 9, WIDTH);
    NDArray index = in.chosen(11, 36);
    NDArray each = k.array("put_rows", activations, index, in.normal(11, WIDTH));
    return new NDList(each, k.array("put_rows", activations, index, in.normal(1, WIDTH)));
  }

  private static NDList selectRows(Inputs in, Kernels k) {
    return new NDList(k.array("select_rows", in.normal(FEATURES, WIDTH), in.chosen(11, FEATURES)));
  }

  private static NDList largestCosines(Inputs in, Kernels k) {
    NDArray rows = in.normal(FEATURES, WIDTH);
    NDArray inverse = k.array("inverse_norms", rows, 50);
    NDArray compared = in.chosen(11, FEATURES);
    return new NDList(inverse, k.array("largest_cosines", rows, inverse, compared, 50));
  }

  private static NDList rowCosines(Inputs in, Kernels k) {
    NDArray encoder = in.normal(FEATURES, WIDTH);
    NDArray decoder = in.normal(FEATURES, WIDTH);
    return new NDList(k.array("row_cosines", encoder, decoder, in.chosen(11, FEATURES)));
  }

  private static NDList joined(NDList first, NDList... others) {
    NDList all = new NDList(first);
    for (NDList other : others) {
      all.addAll(other);
    }
    return all;
  }
}
