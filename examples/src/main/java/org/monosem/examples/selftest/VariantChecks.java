package org.monosem.examples.selftest;

import static org.monosem.examples.selftest.EntriesChecks.BATCH;
import static org.monosem.examples.selftest.EntriesChecks.FEATURES;
import static org.monosem.examples.selftest.EntriesChecks.WIDTH;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loss and gradient of the JumpReLU, gated and p-anneal objectives, by both paths. */
final class VariantChecks {
  private static final String JUMP = "sae/objective/jumprelu.py";
  private static final String GATED = "sae/objective/gated.py";
  private static final String POWER = "sae/objective/panneal.py";
  private static final String WEIGHTED = "sae/objective/weighted.py";
  private static final double ERROR = 0.5;
  private static final double PENALTY = 0.3;
  private static final double BANDWIDTH = 0.5;
  private static final double SMOOTHING = 0.02;
  private static final int BLOCK = 16;
  private static final int TILE = 32;

  private VariantChecks() {}

  static List<KernelCheck> all() {
    return Stream.of(jumps(), gates(), powers(), weights()).flatMap(s -> s).toList();
  }

  private static Stream<KernelCheck> jumps() {
    Stream<KernelCheck> kinds =
        IntStream.range(0, 3)
            .boxed()
            .flatMap(
                kind ->
                    Stream.of(
                        jump("dense_gradient", kind, VariantChecks::jumpDense),
                        jump("sparse_gradient", kind, VariantChecks::jumpSparse)));
    return Stream.concat(
        kinds,
        Stream.of(
            new KernelCheck(
                JUMP,
                "bias",
                1e-6,
                (in, k) -> new NDList(k.array("bias", jumpParameters(in), BANDWIDTH)))));
  }

  /** What a kind of sparsity loss runs. */
  private interface OfKind {
    NDList run(Inputs in, Kernels k, int kind);
  }

  private static KernelCheck jump(String name, int kind, OfKind program) {
    return new KernelCheck(
        JUMP, name + ", loss " + kind, 1e-4, (in, k) -> program.run(in, k, kind));
  }

  /** Thresholds in whole eighths: no pre-activation is on an edge of its window. */
  private static List<NDArray> jumpParameters(Inputs in) {
    return with(EntriesChecks.parameters(in), in.eighths(0.5, FEATURES));
  }

  private static NDList jumpDense(Inputs in, Kernels k, int kind) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    return k.list(
        "dense_gradient",
        x,
        y,
        jumpParameters(in),
        in.poisoned(TILE, FEATURES),
        in.poisoned(TILE, FEATURES),
        false,
        kind == 1,
        ERROR,
        BANDWIDTH,
        kind > 0,
        kind,
        7.5,
        PENALTY);
  }

  private static NDList jumpSparse(Inputs in, Kernels k, int kind) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    return k.list(
        "sparse_gradient",
        x,
        y,
        x,
        jumpParameters(in),
        EntriesChecks.entries(in, kind == 1),
        BLOCK,
        false,
        ERROR,
        BANDWIDTH,
        kind > 0,
        kind,
        7.5,
        PENALTY);
  }

  private static Stream<KernelCheck> gates() {
    return Stream.of(
        new KernelCheck(GATED, "dense_gradient", 1e-4, (in, k) -> gatedDense(in, k, true)),
        new KernelCheck(GATED, "dense_gradient, norms", 1e-4, (in, k) -> gatedDense(in, k, false)),
        new KernelCheck(GATED, "sparse_gradient", 1e-4, (in, k) -> gatedSparse(in, k, false)),
        new KernelCheck(
            GATED, "sparse_gradient, padded", 1e-4, (in, k) -> gatedSparse(in, k, true)),
        new KernelCheck(GATED, "row_losses", 1e-5, VariantChecks::gatedLosses));
  }

  /**
   * No magnitude is within rounding of zero: every other feature has a gain of exactly one and odd
   * biases, the others a bias that no open gate undoes.
   */
  private static List<NDArray> gatedParameters(Inputs in) {
    double[] odd = new double[FEATURES];
    for (int i = 1; i < FEATURES; i += 2) {
      odd[i] = 1;
    }
    NDArray other = in.reals(odd, FEATURES);
    NDArray rMag = in.normal(0.3, FEATURES).mul(other);
    NDArray bMag = in.oddBias(0.2, FEATURES).add(other.mul(8));
    return with(EntriesChecks.parameters(in), rMag, bMag);
  }

  private static NDList gatedDense(Inputs in, Kernels k, boolean preBias) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    return k.list(
        "dense_gradient",
        x,
        y,
        gatedParameters(in),
        in.poisoned(TILE, FEATURES),
        in.poisoned(TILE, FEATURES),
        false,
        preBias,
        !preBias,
        ERROR,
        PENALTY);
  }

  private static NDList gatedSparse(Inputs in, Kernels k, boolean padded) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    List<NDArray> entries = EntriesChecks.entries(in, padded);
    List<NDArray> p = gatedParameters(in);
    return k.list("sparse_gradient", x, y, x, p, entries, BLOCK, padded, true, ERROR, PENALTY);
  }

  private static NDList gatedLosses(Inputs in, Kernels k) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    NDArray buffer = in.poisoned(TILE, FEATURES);
    List<NDArray> p = gatedParameters(in);
    return new NDList(k.array("row_losses", x, y, p, buffer, true, true, ERROR, PENALTY));
  }

  private static Stream<KernelCheck> powers() {
    return Stream.of(
        new KernelCheck(POWER, "dense_gradient", 1e-4, (in, k) -> powerDense(in, k, true)),
        new KernelCheck(POWER, "dense_gradient, norms", 1e-4, (in, k) -> powerDense(in, k, false)),
        new KernelCheck(POWER, "sparse_gradient", 1e-4, (in, k) -> powerSparse(in, k, false)),
        new KernelCheck(
            POWER, "sparse_gradient, padded", 1e-4, (in, k) -> powerSparse(in, k, true)),
        new KernelCheck(POWER, "turn and observe", 1e-6, VariantChecks::observed));
  }

  private static NDList powerDense(Inputs in, Kernels k, boolean preBias) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    return k.list(
        "dense_gradient",
        x,
        y,
        EntriesChecks.parameters(in),
        turned(in, k),
        in.poisoned(TILE, FEATURES),
        in.poisoned(TILE, FEATURES),
        false,
        preBias,
        !preBias,
        ERROR,
        SMOOTHING,
        PENALTY);
  }

  private static NDList powerSparse(Inputs in, Kernels k, boolean padded) {
    NDArray x = in.eighths(1, BATCH, WIDTH);
    NDArray y = in.normal(BATCH, WIDTH);
    List<NDArray> entries = EntriesChecks.entries(in, padded);
    List<NDArray> p = EntriesChecks.parameters(in);
    return k.list(
        "sparse_gradient",
        x,
        y,
        x,
        p,
        entries,
        turned(in, k),
        BLOCK,
        padded,
        true,
        ERROR,
        SMOOTHING,
        PENALTY);
  }

  /** Level, scale and the two means, float64 on every device. */
  private static List<NDArray> estimates(Inputs in) {
    return Stream.of(1., 2., 5., 4.)
        .map(value -> in.manager().full(new Shape(), value.floatValue()))
        .map(value -> value.toType(DataType.FLOAT64, true))
        .toList();
  }

  private static NDList turned(Inputs in, Kernels k) {
    return k.list("turn", estimates(in), 2, 0.2, 4);
  }

  private static NDList observed(Inputs in, Kernels k) {
    List<NDArray> estimates = estimates(in);
    NDList turned = k.list("turn", estimates, 2, 0.2, 4);
    NDArray seen = in.uniform(5).toType(DataType.FLOAT64, true);
    k.run("observe", estimates, seen, 0.9, in.zeros());
    NDList all = new NDList(turned);
    all.addAll(estimates);
    return all;
  }

  private static Stream<KernelCheck> weights() {
    return Stream.of(new KernelCheck(WEIGHTED, "add_norm_pull", 1e-5, VariantChecks::normPull));
  }

  private static NDList normPull(Inputs in, Kernels k) {
    List<NDArray> p = EntriesChecks.parameters(in);
    NDArray terms = in.uniform(FEATURES);
    NDArray ones = k.array("penalty_weight", p, false);
    NDArray norms = k.array("penalty_weight", p, true);
    NDArray pulled = k.array("add_norm_pull", in.zeros(FEATURES, WIDTH), terms, norms, p, true);
    return new NDList(ones, norms, pulled);
  }

  private static List<NDArray> with(List<NDArray> four, NDArray... extra) {
    List<NDArray> all = new ArrayList<>(four);
    all.addAll(List.of(extra));
    return all;
  }
}
