package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** The dictionary's forward pass and the sums behind the metrics. */
final class CoreChecks {
  private static final String DICTIONARY = "core/dictionary.py";
  private static final String METRIC = "core/metric/batch.py";
  private static final int ROWS = 37;
  private static final int WIDTH = 40;
  private static final int FEATURES = 96;

  private CoreChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(DICTIONARY, "encode_relu", 1e-5, CoreChecks::encode),
        new KernelCheck(DICTIONARY, "encode_relu_dense", 1e-5, CoreChecks::encodeDense),
        new KernelCheck(DICTIONARY, "decode_sparse", 1e-5, CoreChecks::decodeSparse),
        new KernelCheck(DICTIONARY, "write_dense", 1e-7, CoreChecks::writeDense),
        new KernelCheck(DICTIONARY, "decode_dense", 1e-5, CoreChecks::decodeDense),
        new KernelCheck(DICTIONARY, "reconstruct_relu, dense", 1e-5, (in, k) -> there(in, k, 0)),
        new KernelCheck(DICTIONARY, "reconstruct_relu, sparse", 1e-5, (in, k) -> there(in, k, -9)),
        new KernelCheck("core/pre_activations.py", "pre_activations", 1e-5, CoreChecks::before),
        new KernelCheck("core/crosscoder.py", "all", 1e-5, CoreChecks::crosscoder),
        KernelCheck.ofArray("core/paired.py", "beside", 0, CoreChecks::beside),
        new KernelCheck("core/normalisation.py", "all", 1e-5, CoreChecks::normalised),
        KernelCheck.ofArray(DICTIONARY, "add_skip", 1e-5, CoreChecks::skip),
        KernelCheck.ofArray(
            "core/checkpoint/transposing.py", "transpose", 0, CoreChecks::transposed),
        new KernelCheck("core/checkpoint/folding.py", "norms", 1e-5, CoreChecks::norms),
        new KernelCheck(METRIC, "column_moments", 1e-12, CoreChecks::moments),
        new KernelCheck(METRIC, "reconstruction_sums", 1e-12, CoreChecks::sums));
  }

  private static NDArray skip(Inputs in, Kernels k) {
    NDArray out = in.normal(ROWS, FEATURES);
    k.run("add_skip", in.normal(ROWS, WIDTH), in.normal(FEATURES, WIDTH), out);
    return out;
  }

  private static NDList crosscoder(Inputs in, Kernels k) {
    NDArray decoder = in.normal(FEATURES, WIDTH);
    NDArray part = in.poisoned(FEATURES, 20);
    k.run("copy_part", decoder, 5, 25, part);
    NDArray cosines = k.array("cosines", decoder, 0, 20, 20);
    return new NDList(part, cosines, k.array("norms", decoder, 5, 25));
  }

  private static NDArray beside(Inputs in, Kernels k) {
    NDList parts = new NDList(in.normal(ROWS, WIDTH), in.normal(ROWS, FEATURES));
    return k.array("beside", parts);
  }

  private static NDList normalised(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray one = in.normal(ROWS, WIDTH);
    NDArray other = in.normal(ROWS, WIDTH);
    k.run("undo_constant_norm_rescale", x, one);
    k.run("undo_layer_norm", x, other);
    NDArray rescaled = k.array("constant_norm_rescale", x);
    return new NDList(rescaled, k.array("layer_norm", x), one, other);
  }

  private static NDArray transposed(Inputs in, Kernels k) {
    NDArray out = in.poisoned(WIDTH, FEATURES);
    k.run("transpose", in.normal(FEATURES, WIDTH), out);
    return out;
  }

  private static NDList norms(Inputs in, Kernels k) {
    NDArray wEnc = in.normal(FEATURES, WIDTH);
    NDArray bEnc = in.normal(FEATURES);
    NDArray wDec = in.normal(FEATURES, WIDTH);
    NDArray norms = k.array("row_norms", wDec);
    k.run("move_norms", wEnc, bEnc, wDec, norms);
    NDArray threshold = in.normal(FEATURES);
    k.run("divide_thresholds", wEnc, bEnc, threshold, norms);
    NDArray bias = in.normal(FEATURES);
    NDArray b = in.normal(WIDTH);
    k.run("add_product", bias, wEnc, b, -1.0);
    k.run("add_gained_product", bias, in.normal(FEATURES), wEnc, b, 1.0);
    return new NDList(wEnc, bEnc, wDec, norms, threshold, bias);
  }

  private static NDList encode(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    NDArray pre = in.poisoned(ROWS + 3, FEATURES);
    NDList csr = k.list("encode_relu", x, w, in.normal(FEATURES), in.normal(WIDTH), true, pre);
    return new NDList(SparseRows.fromOffsets(in.manager(), csr, new Shape(ROWS, FEATURES)));
  }

  private static NDList encodeDense(Inputs in, Kernels k) {
    NDArray out = in.poisoned(ROWS, FEATURES);
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    k.run("encode_relu_dense", x, w, in.normal(FEATURES), in.normal(WIDTH), false, out);
    return new NDList(out);
  }

  private static NDList decodeSparse(Inputs in, Kernels k) {
    NDArray out = in.poisoned(3, WIDTH);
    NDArray offsets = in.manager().create(new int[] {0, 4, 4, 9});
    NDArray features = in.integers(FEATURES, 9).toType(DataType.INT32, false);
    NDArray w = in.normal(FEATURES, WIDTH);
    k.run("decode_sparse", offsets, features, in.uniform(9), w, in.normal(WIDTH), out);
    return new NDList(out);
  }

  private static NDList writeDense(Inputs in, Kernels k) {
    NDArray out = in.poisoned(3, FEATURES);
    NDArray offsets = in.manager().create(new int[] {0, 4, 4, 9});
    NDList features = new NDList(in.chosen(4, FEATURES), in.chosen(5, FEATURES));
    NDArray columns = NDArrays.concat(features).toType(DataType.INT32, false);
    k.run("write_dense", offsets, columns, in.uniform(9), out);
    return new NDList(out);
  }

  private static NDList before(Inputs in, Kernels k) {
    NDArray out = in.poisoned(ROWS, FEATURES);
    NDArray x = in.normal(ROWS, WIDTH);
    k.run("pre_activations", x, in.normal(FEATURES, WIDTH), in.normal(FEATURES), out);
    return new NDList(out);
  }

  private static NDList decodeDense(Inputs in, Kernels k) {
    NDArray out = in.poisoned(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    k.run("decode_dense", in.normal(ROWS, FEATURES), w, in.normal(WIDTH), out);
    return new NDList(out);
  }

  private static NDList there(Inputs in, Kernels k, double bias) {
    NDArray out = in.poisoned(ROWS, WIDTH);
    NDArray pre = in.poisoned(ROWS, FEATURES);
    NDArray x = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(FEATURES, WIDTH);
    NDArray b = in.normal(FEATURES).add(bias);
    NDArray back = in.normal(FEATURES, WIDTH);
    k.run("reconstruct_relu", x, w, b, back, in.normal(WIDTH), true, pre, out);
    return new NDList(out);
  }

  private static NDList moments(Inputs in, Kernels k) {
    return new NDList(k.array("column_moments", in.normal(ROWS, WIDTH), 10));
  }

  private static NDList sums(Inputs in, Kernels k) {
    return k.list("reconstruction_sums", in.normal(ROWS, WIDTH), in.normal(ROWS, WIDTH), 10);
  }
}
