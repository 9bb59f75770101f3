package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * The toy models. What is drawn on a device differs from what the CPU draws: there the shares and
 * moments are compared, and training runs where nothing is left to chance.
 */
final class ToyChecks {
  private static final String SUPERPOSITION = "sae/toymodel/superposition/superposition.py";
  private static final String COLLISION = "sae/toymodel/collision/collision.py";
  private static final int NETWORKS = 3;
  private static final int FEATURES = 12;
  private static final int HIDDEN = 5;
  private static final int BATCH = 17;
  private static final int MANY = 4000;

  private ToyChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(SUPERPOSITION, "gradient", 1e-4, ToyChecks::reconstruction),
        new KernelCheck(SUPERPOSITION, "features", 0.05, ToyChecks::features),
        new KernelCheck(SUPERPOSITION, "train", 1e-4, ToyChecks::reconstructions),
        new KernelCheck(COLLISION, "gradient", 1e-4, ToyChecks::collision),
        new KernelCheck(COLLISION, "train", 1e-3, ToyChecks::collisions),
        new KernelCheck(COLLISION, "polysemantic and fourth", 1e-5, ToyChecks::counts),
        new KernelCheck(COLLISION, "noisy_gradient", 1e-4, ToyChecks::noisy),
        new KernelCheck(COLLISION, "noise", 0.05, ToyChecks::noise),
        KernelCheck.ofArray(COLLISION, "descend", 1e-4, ToyChecks::descent));
  }

  private static NDArray weights(Inputs in) {
    return in.normal(0.4, NETWORKS, FEATURES, HIDDEN);
  }

  private static NDList reconstruction(Inputs in, Kernels k) {
    NDArray w = weights(in);
    NDArray b = in.normal(NETWORKS, FEATURES);
    NDArray x = in.uniform(NETWORKS, BATCH, FEATURES);
    return k.list("gradient", w, b, x, in.uniform(FEATURES));
  }

  /** The share that is present, and the mean. */
  private static NDList features(Inputs in, Kernels k) {
    NDArray p = in.reals(new double[] {1, 0.5, 0.25}, NETWORKS, 1, 1);
    NDArray drawn = k.array("features", p, MANY, FEATURES, 9).reshape(NETWORKS, -1);
    int[] own = {1};
    return new NDList(drawn.gt(0).toType(p.getDataType(), false).mean(own), drawn.mean(own));
  }

  /** With features that are never present: only the biases are pulled, and decay works. */
  private static NDList reconstructions(Inputs in, Kernels k) {
    NDArray w = weights(in);
    NDArray b = in.uniform(NETWORKS, FEATURES).add(1);
    NDList first = new NDList(w.zerosLike(), b.zerosLike());
    NDList second = new NDList(w.zerosLike(), b.zerosLike());
    NDList steps = new NDList(counter(in), counter(in));
    NDArray never = in.reals(new double[] {1e-30, 1e-30, 1e-30}, NETWORKS, 1, 1);
    NDArray importance = in.uniform(FEATURES);
    NDList p = new NDList(w, b);
    k.list("train", p, first, second, steps, importance, never, BATCH, 3, 5, 0.01, 0.1);
    return new NDList(w, b, first.get(1), second.get(1));
  }

  private static NDList collision(Inputs in, Kernels k) {
    return k.list("gradient", weights(in), 0.1);
  }

  private static NDList collisions(Inputs in, Kernels k) {
    NDArray w = weights(in);
    NDArray first = w.zerosLike();
    NDArray second = w.zerosLike();
    NDArray loss = k.list("train", w, first, second, counter(in), 5, 0.01, 0.1, 0.01).get(0);
    return new NDList(loss, w);
  }

  private static NDList counts(Inputs in, Kernels k) {
    NDArray w = in.normal(NETWORKS, FEATURES, HIDDEN);
    return new NDList(k.array("polysemantic", w, 0.5, 1.5), k.array("fourth", w));
  }

  private static NDList noisy(Inputs in, Kernels k) {
    return k.list("noisy_gradient", weights(in), in.normal(0.1, NETWORKS, FEATURES, HIDDEN));
  }

  /** The variances. */
  private static NDList noise(Inputs in, Kernels k) {
    NDArray sigma = in.reals(new double[] {0.5, 1, 2}, NETWORKS, 1, 1);
    NDArray drawn = k.array("noise", sigma, MANY, HIDDEN, 4).reshape(2L * NETWORKS, -1);
    return new NDList(drawn.square().mean(new int[] {1}));
  }

  /** With noise of no size. */
  private static NDArray descent(Inputs in, Kernels k) {
    NDArray w = in.normal(0.4, 2L * NETWORKS, FEATURES, HIDDEN);
    k.run("descend", w, in.zeros(NETWORKS, 1, 1), 4, 6, 0.02);
    return w;
  }

  private static NDArray counter(Inputs in) {
    return in.manager().zeros(new Shape());
  }
}
