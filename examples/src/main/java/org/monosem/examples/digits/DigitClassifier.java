package org.monosem.examples.digits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.random.Seed;

/** A classifier of digits, 784 - hidden - 10 with ReLU neurons, trained by Adam. */
final class DigitClassifier {
  private static final KernelModule KERNELS =
      KernelModule.load(DigitClassifier.class, "classifier.py");

  private static final int CLASSES = 10;
  private static final int ROWS = 4096;

  private final List<NDArray> weights;

  private DigitClassifier(List<NDArray> weights) {
    this.weights = weights;
  }

  /**
   * Trains one.
   *
   * @param owner the owner of the weights
   * @param afterEpoch told after every pass; false ends the training there
   */
  static DigitClassifier train(
      DigitImages images, DigitPlan plan, NDManager owner, EpochListener afterEpoch) {
    List<NDArray> weights = initial(plan, owner);
    try (NDManager moments = owner.newSubManager()) {
      List<NDArray> first = like(weights, moments);
      List<NDArray> second = like(weights, moments);
      int step = 0;
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        int[] order = plan.seed().named("order").at(epoch).permutation(images.size());
        for (int begin = 0; begin < order.length; begin += plan.batch()) {
          int end = Math.min(order.length, begin + plan.batch());
          int[] batch = IntStream.range(begin, end).map(i -> order[i]).toArray();
          try (NDManager scope = moments.newSubManager()) {
            KERNELS.run(
                "update",
                images.rows(scope, batch),
                images.labels(scope, batch),
                weights,
                first,
                second,
                plan.learningRate(),
                ++step);
          }
        }
        afterEpoch.done(epoch + 1);
      }
    }
    return new DigitClassifier(weights);
  }

  /** Told when the classifier has seen all images once more. */
  @FunctionalInterface
  interface EpochListener {
    /** May throw to end the training. */
    void done(int epochs);
  }

  /** Returns the weights that the hidden neurons read pixels with. */
  UnitWeights neurons() {
    return new UnitWeights(weights.get(0), weights.get(1));
  }

  /** Returns the hidden activations, {@code [images, hidden]}. */
  NDArray hidden(DigitImages images, NDManager owner) {
    NDArray all = owner.create(new Shape(images.size(), weights.get(1).size()));
    for (int begin = 0; begin < images.size(); begin += ROWS) {
      int end = Math.min(images.size(), begin + ROWS);
      try (NDManager scope = owner.newSubManager()) {
        NDArray x = images.rows(scope, IntStream.range(begin, end).toArray());
        all.set(new NDIndex(begin + ":" + end), KERNELS.callForArray(scope, "hidden", x, weights));
      }
    }
    return all;
  }

  /** Returns the share of images whose digit it finds. */
  double accuracy(DigitImages images) {
    long right = 0;
    for (int begin = 0; begin < images.size(); begin += ROWS) {
      int end = Math.min(images.size(), begin + ROWS);
      try (NDManager scope = weights.get(0).getManager().newSubManager()) {
        NDArray x = images.rows(scope, IntStream.range(begin, end).toArray());
        long[] found = KERNELS.callForArray(scope, "classes", x, weights).toLongArray();
        for (int i = 0; i < found.length; i++) {
          right += found[i] == images.label(begin + i) ? 1 : 0;
        }
      }
    }
    return (double) right / images.size();
  }

  /** He's initialisation: normal of variance 2 over the number of inputs; biases 0. */
  private static List<NDArray> initial(DigitPlan plan, NDManager owner) {
    int hidden = plan.hidden();
    Seed seed = plan.seed().named("weights");
    return List.of(
        normal(owner, seed.at(0), hidden, DigitImages.PIXELS),
        owner.zeros(new Shape(hidden)),
        normal(owner, seed.at(1), CLASSES, hidden),
        owner.zeros(new Shape(CLASSES)));
  }

  private static NDArray normal(NDManager owner, Seed seed, int out, int in) {
    SplittableRandom random = seed.random();
    float[] values = new float[out * in];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / in));
    }
    try (NDArray aliasing = owner.create(values, new Shape(out, in))) {
      return aliasing.duplicate();
    }
  }

  private static List<NDArray> like(List<NDArray> arrays, NDManager owner) {
    return arrays.stream().map(array -> owner.zeros(array.getShape())).toList();
  }
}
