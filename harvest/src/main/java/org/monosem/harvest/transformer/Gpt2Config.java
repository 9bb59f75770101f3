package org.monosem.harvest.transformer;

import java.util.Objects;

/**
 * The sizes of a GPT-2 transformer.
 *
 * @param vocabularySize how many token ids there are
 * @param contextLength the longest context, in tokens: rows of the position embedding
 * @param layers how many blocks
 * @param heads attention heads of a block; divides {@code dModel}
 * @param dModel the width of the residual stream
 * @param dMlp the width of an MLP's hidden layer
 * @param activation the MLP's non-linearity
 * @param layerNormEpsilon what layer normalisation adds to the variance
 * @param tiedEmbeddings whether the unembedding is the token embedding itself
 */
public record Gpt2Config(
    int vocabularySize,
    int contextLength,
    int layers,
    int heads,
    int dModel,
    int dMlp,
    MlpActivation activation,
    double layerNormEpsilon,
    boolean tiedEmbeddings) {

  /** GPT-2's own epsilon. */
  public static final double DEFAULT_EPSILON = 1e-5;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below one, the heads do not divide {@code dModel}
   *     or the epsilon is not positive
   */
  public Gpt2Config {
    atLeastOne("vocabulary size", vocabularySize);
    atLeastOne("context length", contextLength);
    atLeastOne("layers", layers);
    atLeastOne("heads", heads);
    atLeastOne("dModel", dModel);
    atLeastOne("dMlp", dMlp);
    Objects.requireNonNull(activation, "activation");
    if (dModel % heads != 0) {
      throw new IllegalArgumentException(
          "heads: expected a divisor of dModel=" + dModel + ", got " + heads);
    }
    if (!(layerNormEpsilon > 0) || Double.isInfinite(layerNormEpsilon)) {
      throw new IllegalArgumentException(
          "layer norm epsilon: expected a positive number, got " + layerNormEpsilon);
    }
  }

  /**
   * Returns the model of the founding paper: one layer, {@code dModel} 128, {@code dMlp} 512 with
   * ReLU, untied embeddings (Bricken et al. 2023, "Towards Monosemanticity", appendix "Transformer
   * Training and Preprocessing"); four heads of 32, which the paper leaves open.
   */
  public static Gpt2Config oneLayer(int vocabularySize, int contextLength) {
    return new Gpt2Config(
        vocabularySize, contextLength, 1, 4, 128, 512, MlpActivation.RELU, DEFAULT_EPSILON, false);
  }

  /** Returns the width of one attention head. */
  public int dHead() {
    return dModel / heads;
  }

  /** Returns the number of weights, each shared weight counted once. */
  public long parameterCount() {
    return Gpt2Layout.of(this).parameterCount();
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1, got " + value);
    }
  }
}
