package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** A transformer's gradients, in float32 and with bfloat16 products, and its optimiser. */
final class GradientChecks {
  private static final String TEXT = "harvest/transformer/training.py";
  private static final String RULES = "harvest/transformer/regularise.py";
  private static final int WIDTH = 32;
  private static final int MLP = 48;
  private static final int HEADS = 4;
  private static final int VOCABULARY = 101;
  private static final int POSITIONS = 33;
  private static final int BATCH = 3;

  private GradientChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "accumulate", 1e-4, (in, k) -> accumulate(in, k, false)),
        new KernelCheck(TEXT, "accumulate, bfloat16", 0.05, (in, k) -> accumulate(in, k, true)),
        new KernelCheck(RULES, "inhibit, reverse", 1e-5, (in, k) -> inhibit(in, k, 0, 1)),
        new KernelCheck(RULES, "inhibit, naive", 1e-5, (in, k) -> inhibit(in, k, 1, 3)),
        new KernelCheck(RULES, "inhibit, log loss", 1e-5, (in, k) -> inhibit(in, k, 2, 0)),
        new KernelCheck(RULES, "decorrelate, correlation", 1e-5, GradientChecks::decorrelate),
        new KernelCheck(TEXT, "zero", 0, GradientChecks::zero),
        new KernelCheck(TEXT, "clip", 1e-5, GradientChecks::clip),
        new KernelCheck(TEXT, "update", 1e-5, GradientChecks::update));
  }

  /** The weights of one layer, untied, in the order of the layout. */
  private static NDList weights(Inputs in) {
    NDList w = new NDList(in.normal(VOCABULARY, WIDTH), in.normal(POSITIONS, WIDTH));
    addNorm(w, in);
    addLinear(w, in, WIDTH, 3 * WIDTH);
    addLinear(w, in, WIDTH, WIDTH);
    addNorm(w, in);
    addLinear(w, in, WIDTH, MLP);
    addLinear(w, in, MLP, WIDTH);
    addNorm(w, in);
    w.add(in.normal(0.2, VOCABULARY, WIDTH));
    return w;
  }

  private static void addNorm(NDList w, Inputs in) {
    w.add(in.uniform(WIDTH));
    w.add(in.normal(WIDTH));
  }

  private static void addLinear(NDList w, Inputs in, int from, int to) {
    w.add(in.normal(0.15, from, to));
    w.add(in.normal(to));
  }

  private static NDList accumulate(Inputs in, Kernels k, boolean half) {
    NDArray tokens = in.integers(VOCABULARY, BATCH, POSITIONS);
    NDList weights = weights(in);
    NDList gradients = new NDList();
    weights.forEach(w -> gradients.add(in.zeros(w.getShape().getShape())));
    double low = half && !in.reference() ? 1 : 0;
    double[] settings = {HEADS, 1, 1e-5, 2, low, 0, 40, 1.0 / (BATCH * (POSITIONS - 1))};
    NDArray loss =
        k.differentiable(
                "accumulate",
                tokens,
                weights,
                gradients,
                in.manager().create(settings),
                in.manager().zeros(new Shape(0), DataType.FLOAT64),
                new NDList(in.manager().zeros(new Shape(1), DataType.FLOAT64)))
            .get(0);
    NDList all = new NDList(loss);
    all.addAll(gradients);
    return all;
  }

  private static NDList inhibit(Inputs in, Kernels k, int effect, int chosen) {
    NDArray rule =
        in.manager().create(new double[] {0, effect, chosen, 0.02, 10, 0.5, 8, 0, 0, 0, 0, 0});
    NDList state = new NDList(wide(in.uniform()).add(64), wide(in.normal(MLP)));
    state.add(wide(in.uniform(MLP)).add(0.5).mul(60));
    state.add(wide(in.uniform()).add(2));
    NDArray loss = in.zeros(1);
    NDArray z = in.normal(BATCH * POSITIONS, MLP);
    NDArray out = k.array("inhibit", z, rule, state, new NDList(loss), 0.1);
    NDList all = new NDList(out);
    all.addAll(state);
    return all;
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, true);
  }

  private static NDList decorrelate(Inputs in, Kernels k) {
    NDArray rule = in.manager().create(new double[] {-1, 0, 0, 0, 0, 0, 0, 0.1, 40, 1, 0});
    NDArray z = in.normal(BATCH * POSITIONS, MLP);
    k.run("decorrelate", z, rule, 1, new NDList(in.zeros(1)), 0.1);
    return new NDList(k.array("correlation", z, 40, false), k.array("correlation", z, 40, true));
  }

  private static NDList zero(Inputs in, Kernels k) {
    NDList gradients = new NDList(in.poisoned(4, 5), in.poisoned(7));
    k.run("zero", gradients);
    return gradients;
  }

  private static NDList clip(Inputs in, Kernels k) {
    NDList gradients = new NDList(in.normal(20, 30), in.normal(50));
    NDArray norm = k.array("clip", gradients, 1.0);
    return new NDList(norm, gradients.get(0), gradients.get(1));
  }

  private static NDList update(Inputs in, Kernels k) {
    NDList w = new NDList(in.normal(20, 30), in.normal(50));
    NDList g = new NDList(in.normal(20, 30), in.normal(50));
    NDList first = new NDList(in.normal(20, 30), in.normal(50));
    NDList second = new NDList(in.uniform(20, 30), in.uniform(50));
    NDList steps = new NDList(in.manager().ones(new Shape()), in.manager().ones(new Shape()));
    k.run("update", w, g, first, second, steps, 1e-2, 0.9, 0.95, 0.01, 1e-8);
    NDList all = new NDList(w);
    for (NDList changed : List.of(first, second, steps)) {
      all.addAll(changed);
    }
    return all;
  }
}
