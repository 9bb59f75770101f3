package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.harvest.transformer.TrainingPlan.Precision;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/**
 * The gradient of the mean next-token loss of a batch, computed a few contexts at a time into
 * arrays that are made once. Not safe for use by several threads.
 */
final class Gpt2Gradients {
  static final KernelModule KERNELS = KernelModule.load(Gpt2Gradients.class, "training.py");

  /** Tokens whose activations exist at once; measured, larger ones leave the processor's cache. */
  private static final int TOKENS_AT_ONCE = 4096;

  /** Logits that exist at once: 2 million; measured on vocabularies of 4096. */
  private static final int LOGITS_AT_ONCE = 1 << 21;

  private final Gpt2Weights weights;
  private final Precision precision;
  private final RegularisationState regularisation;
  private final List<NDArray> arrays;

  /** As the other, with no regularisation. */
  Gpt2Gradients(Gpt2Weights weights, Precision precision, NDManager owner) {
    this(weights, precision, RegularisationState.start(Regularisation.NONE, weights, owner), owner);
  }

  /**
   * Makes the arrays.
   *
   * @param weights what to differentiate by
   * @param precision of the matrix products
   * @param regularisation what is added to the loss, with its running sums: every {@link #compute}
   *     moves them on
   * @param owner owns the arrays
   */
  Gpt2Gradients(
      Gpt2Weights weights,
      Precision precision,
      RegularisationState regularisation,
      NDManager owner) {
    this.weights = weights;
    this.regularisation = regularisation;
    this.precision = precision;
    this.arrays =
        weights.arrays().stream()
            .map(array -> owner.zeros(array.getShape(), array.getDataType()))
            .toList();
  }

  /** Returns the gradients, in layout order. */
  List<NDArray> arrays() {
    return arrays;
  }

  /**
   * Computes the gradients of one batch.
   *
   * @param batch contexts of equal length, checked
   * @param scope the parent of the managers of temporaries
   * @return the mean loss over all predictions, in nats, without what a regularisation adds
   */
  double compute(long[][] batch, NDManager scope) {
    KERNELS.run("zero", arrays);
    int length = batch[0].length;
    long predictions = (long) batch.length * (length - 1);
    int contexts = Math.max(1, TOKENS_AT_ONCE / length);
    double loss = 0;
    for (int begin = 0; begin < batch.length; begin += contexts) {
      int end = Math.min(batch.length, begin + contexts);
      try (NDManager tile = scope.newSubManager()) {
        loss += accumulate(flat(batch, begin, end), end - begin, 1.0 / predictions, tile);
      }
    }
    return loss / predictions;
  }

  private double accumulate(long[] tokens, int contexts, double scale, NDManager tile) {
    NDArray ids = tile.create(tokens, new Shape(contexts, tokens.length / contexts));
    Gpt2Config config = weights.config();
    NDArray settings =
        tile.create(
            new double[] {
              config.heads(),
              config.layers(),
              config.layerNormEpsilon(),
              config.activation().kernelNumber(),
              precision == Precision.BF16 ? 1 : 0,
              config.tiedEmbeddings() ? 1 : 0,
              Math.max(1, LOGITS_AT_ONCE / config.vocabularySize()),
              scale
            });
    return KERNELS
        .callDifferentiable(
            tile,
            "accumulate",
            ids,
            weights.arrays(),
            arrays,
            settings,
            regularisation.rules(),
            regularisation.arrays())
        .get(0)
        .getDouble();
  }

  private static long[] flat(long[][] batch, int begin, int end) {
    int length = batch[0].length;
    long[] tokens = new long[(end - begin) * length];
    for (int i = begin; i < end; i++) {
      System.arraycopy(batch[i], 0, tokens, (i - begin) * length, length);
    }
    return tokens;
  }

  /** Scales the gradients to a joint norm of at most {@code limit}; returns the norm before. */
  double clip(double limit, NDManager scope) {
    try (NDArray norm = KERNELS.callForArray(scope, "clip", arrays, limit)) {
      return norm.toFloatArray()[0];
    }
  }
}
