package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.Stream;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.JumpReluObjective;
import org.monosem.sae.objective.JumpThreshold;
import org.monosem.sae.objective.term.DecorrelationTerm;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.objective.term.TermSum;

/**
 * A recipe and what its training makes of rows, told slowly.
 *
 * @param recipe how it is trained
 * @param activation of the finished dictionary
 * @param rule which pre-activations are active and how much
 * @param l0 active features a row, on average, at the end
 * @param l0Tolerance how far off that may be
 */
record Variant(
    Recipe recipe, ActivationFunction activation, Rule rule, double l0, double l0Tolerance) {

  /** Turns one row's pre-activations into features, in place. */
  @FunctionalInterface
  interface Rule {
    void apply(float[] preActivations, TrainingState state);
  }

  static Stream<Variant> all(int dIn, int dSae) {
    int k = 3;
    return Stream.of(
        new Variant(
            Recipe.towardsMonosemanticity2023().withCoefficient(0.02).withLearningRate(1e-2),
            ActivationFunction.relu(),
            (h, state) -> keepAbove(h, 0),
            10,
            9),
        new Variant(
            Recipe.aprilUpdate2024().withLearningRate(1e-2),
            ActivationFunction.relu(),
            (h, state) -> keepAbove(h, 0),
            10,
            9),
        new Variant(
            quick(Recipe.topK2024(dIn, dSae, k)),
            ActivationFunction.topK(k),
            (h, state) -> keepLargest(h, k),
            k,
            0.5),
        new Variant(
            quick(Recipe.batchTopK2024(dIn, dSae, k)),
            ActivationFunction.jumpRelu(),
            (h, state) -> keepAbove(h, estimate(state)),
            k,
            0.7),
        new Variant(
            quick(Recipe.matryoshka2025(dIn, dSae, k)),
            ActivationFunction.jumpRelu(),
            (h, state) -> keepAbove(h, estimate(state)),
            k,
            0.7),
        new Variant(
            jumping(Recipe.jumpRelu2024(k)).withLearningRate(1e-2),
            ActivationFunction.jumpRelu(),
            Variant::keepAboveThresholds,
            10,
            9),
        new Variant(
            Recipe.gated2024().withLearningRate(1e-2),
            ActivationFunction.gated(),
            Variant::keepGated,
            10,
            9),
        new Variant(
            Recipe.pAnneal2024().withLearningRate(1e-2),
            ActivationFunction.relu(),
            (h, state) -> keepAbove(h, 0),
            10,
            9),
        new Variant(
            quick(Recipe.topK2024(dIn, dSae, k))
                .withName("topk-2024 with an embedding term")
                .withTerm(EmbeddingTerm.of(0.1)),
            ActivationFunction.topK(k),
            (h, state) -> keepLargest(h, k),
            k,
            0.5),
        new Variant(
            Recipe.gated2024()
                .withLearningRate(1e-2)
                .withName("gated-2024 with both terms")
                .withTerm(new TermSum(EmbeddingTerm.of(0.1), DecorrelationTerm.of(1e-4))),
            ActivationFunction.gated(),
            Variant::keepGated,
            10,
            9));
  }

  /** Thresholds of a size with the activations, which few steps can move. */
  private static Recipe jumping(Recipe recipe) {
    JumpReluObjective objective = (JumpReluObjective) recipe.objective();
    return recipe.withObjective(objective.withThreshold(JumpThreshold.of(0.1, 0.2)));
  }

  /** Features of raw rows by the trained arrays, {@code [rows][dSae]}. */
  float[][] features(TrainingState state, float[][] rows) {
    DictionaryParameters p = state.parameters();
    boolean centred = recipe.objective().preEncoderBias();
    float[] wEnc = p.wEnc().toFloatArray();
    float[] bEnc = p.bEnc().toFloatArray();
    float[] bDec = p.bDec().toFloatArray();
    float[][] all = new float[rows.length][p.dSae()];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < p.dSae(); i++) {
        double h = bEnc[i];
        for (int j = 0; j < p.dIn(); j++) {
          double x = rows[r][j] * state.scaling().factors().get(0) - (centred ? bDec[j] : 0);
          h += x * wEnc[i * p.dIn() + j];
        }
        all[r][i] = (float) h;
      }
      rule.apply(all[r], state);
    }
    return all;
  }

  @Override
  public String toString() {
    return recipe.name();
  }

  /** The few steps of a test need a high rate, and features that die early to be revived. */
  private static Recipe quick(Recipe recipe) {
    return recipe.withLearningRate(1e-2).withDeadAfterRows(320);
  }

  private static void keepAbove(float[] h, double threshold) {
    for (int i = 0; i < h.length; i++) {
      h[i] = h[i] > Math.max(0, threshold) ? h[i] : 0;
    }
  }

  private static void keepLargest(float[] h, int k) {
    float[] sorted = h.clone();
    Arrays.sort(sorted);
    float least = sorted[h.length - k];
    for (int i = 0; i < h.length; i++) {
      h[i] = h[i] >= least ? Math.max(0, h[i]) : 0;
    }
  }

  private static void keepAboveThresholds(float[] h, TrainingState state) {
    float[] thresholds = state.parameters().extra("threshold").toFloatArray();
    for (int i = 0; i < h.length; i++) {
      h[i] = h[i] > Math.max(0, thresholds[i]) ? h[i] : 0;
    }
  }

  private static void keepGated(float[] h, TrainingState state) {
    float[] bEnc = state.parameters().bEnc().toFloatArray();
    float[] rMag = state.parameters().extra("rMag").toFloatArray();
    float[] bMag = state.parameters().extra("bMag").toFloatArray();
    for (int i = 0; i < h.length; i++) {
      double magnitude = Math.exp(rMag[i]) * (h[i] - bEnc[i]) + bMag[i];
      h[i] = h[i] > 0 ? (float) Math.max(0, magnitude) : 0;
    }
  }

  private static double estimate(TrainingState state) {
    NDArray total = state.estimates().get("threshold.total");
    NDArray weight = state.estimates().get("threshold.weight");
    return total.getDouble() / weight.getDouble();
  }
}
