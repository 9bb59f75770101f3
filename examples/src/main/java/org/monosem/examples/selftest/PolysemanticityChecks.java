package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Capacities and what else says how polysemantic units are. */
final class PolysemanticityChecks {
  private static final String CAPACITY = "core/polysemanticity/capacity/capacity.py";
  private static final String COVARIANCE = "core/polysemanticity/coding/covariance.py";
  private static final String DECORRELATION = "core/polysemanticity/decorrelation/decorrelation.py";
  private static final int FEATURES = 150;
  private static final int WIDTH = 12;
  private static final int BLOCK = 64;

  private PolysemanticityChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        KernelCheck.ofArray(
            CAPACITY,
            "capacities",
            1e-12,
            (in, k) -> k.array("capacities", in.normal(FEATURES, WIDTH), false, BLOCK)),
        new KernelCheck(CAPACITY, "strongest", 1e-12, PolysemanticityChecks::strongest),
        new KernelCheck(CAPACITY, "edges", 0, PolysemanticityChecks::edges),
        new KernelCheck(COVARIANCE, "all", 1e-10, PolysemanticityChecks::covariance),
        new KernelCheck(CAPACITY, "add_gram, gram_capacities", 1e-12, PolysemanticityChecks::gram),
        KernelCheck.ofArray(CAPACITY, "block_form", 1e-10, PolysemanticityChecks::form),
        new KernelCheck(
            DECORRELATION,
            "sum_of_unit_rows",
            1e-6,
            (in, k) -> k.list("sum_of_unit_rows", in.normal(FEATURES, WIDTH))));
  }

  private static NDList strongest(Inputs in, Kernels k) {
    return k.list("strongest", in.normal(FEATURES, WIDTH), 40, 30, 5, BLOCK);
  }

  private static NDList edges(Inputs in, Kernels k) {
    return k.list("edges", in.eighths(1, FEATURES, WIDTH), 40, 30, 0.4);
  }

  private static NDList gram(Inputs in, Kernels k) {
    NDArray gram = in.manager().zeros(new Shape(WIDTH, WIDTH), DataType.FLOAT64);
    k.run("add_gram", gram, in.normal(FEATURES, WIDTH));
    NDArray products = in.normal(9).toType(DataType.FLOAT64, false);
    k.run("add_pairs", gram, in.integers(WIDTH * WIDTH, 9), products);
    NDArray plain = k.array("gram_capacities", gram, false, 5);
    return new NDList(gram, plain, k.array("gram_capacities", gram, true, 5));
  }

  private static NDArray form(Inputs in, Kernels k) {
    NDArray rows = in.integers(FEATURES, 8).toType(DataType.INT64, false);
    return k.array("block_form", in.normal(FEATURES, WIDTH), rows);
  }

  private static NDList covariance(Inputs in, Kernels k) {
    NDArray mean = in.zeros(WIDTH).toType(DataType.FLOAT64, true);
    NDArray comoments = in.zeros(WIDTH, WIDTH).toType(DataType.FLOAT64, true);
    k.array("add_rows", in.normal(FEATURES, WIDTH), 0, mean, comoments);
    k.array("add_rows", in.normal(BLOCK, WIDTH), FEATURES, mean, comoments);
    NDArray spectrum = k.array("spectrum", comoments, FEATURES + BLOCK - 1);
    return new NDList(mean, comoments, spectrum);
  }
}
