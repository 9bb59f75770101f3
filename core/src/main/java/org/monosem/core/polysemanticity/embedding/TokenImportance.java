package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.HookedLanguageModel;

/**
 * Which tokens of the context an activation needs: how far it drops when a token is replaced by a
 * padding token, as a share of how far it drops when the token that it belongs to is replaced.
 *
 * @param activation the unit's activation on the last token of the context
 * @param drop how far it drops when that token is replaced, in units of activation
 * @param importances for every token of the context, in [0, 1]; 1 for the last one. All are 0 if
 *     replacing the last token does not lower the activation: there is nothing to compare with
 */
public record TokenImportance(double activation, double drop, List<Double> importances) {
  /** The tokens of the source's context: the one that the activation belongs to, and 20 before. */
  public static final int CONTEXT = 21;

  /** Copies the importances. */
  public TokenImportance {
    importances = List.copyOf(importances);
  }

  /**
   * Runs a model over a context and over a version of it for every token, in one batch.
   *
   * @param model the model that the unit belongs to
   * @param unit the unit
   * @param context token ids, at least one; the last is the token of the activation. The source's
   *     are {@value #CONTEXT} long, see {@link #contextOf}: the model sees no more
   * @param padding the id that tokens are replaced by
   * @throws IllegalArgumentException if the context is empty, longer than the model's, holds ids
   *     that the model does not have, or the model has no such hook point
   */
  public static TokenImportance of(
      HookedLanguageModel model, UnitActivation unit, int[] context, int padding) {
    int length = context.length;
    if (length == 0) {
      throw new IllegalArgumentException("context: expected at least one token, got none");
    }
    float[] activations = activations(model, unit, masked(context, padding), length);
    double activation = activations[0];
    double drop = activation - activations[length];
    List<Double> importances = new ArrayList<>();
    for (int token = 1; token <= length; token++) {
      double share = drop > 0 ? (activation - activations[token]) / drop : 0;
      importances.add(Math.max(0, Math.min(1, share)));
    }
    return new TokenImportance(activation, drop, importances);
  }

  /**
   * Returns the last tokens up to a place, {@value #CONTEXT} of them or as many as there are.
   *
   * @param tokens a text
   * @param at the place of the activation in it
   * @throws ArrayIndexOutOfBoundsException if the text has no such place
   */
  public static int[] contextOf(int[] tokens, int at) {
    if (at < 0 || at >= tokens.length) {
      throw new ArrayIndexOutOfBoundsException(at);
    }
    return Arrays.copyOfRange(tokens, Math.max(0, at + 1 - CONTEXT), at + 1);
  }

  /** Returns the context as it is, and once for every token with that one replaced. */
  private static long[] masked(int[] context, int padding) {
    int length = context.length;
    long[] tokens = new long[Math.multiplyExact(length + 1, length)];
    for (int i = 0; i < tokens.length; i++) {
      boolean replaced = i / length - 1 == i % length;
      tokens[i] = replaced ? padding : context[i % length];
    }
    return tokens;
  }

  /** Returns the activation on the last token of every version. */
  private static float[] activations(
      HookedLanguageModel model, UnitActivation unit, long[] versions, int length) {
    try (NDManager scope = model.newManager()) {
      NDArray tokens = scope.create(versions, new Shape(length + 1, length));
      NDArray all = model.activations(tokens, unit.hook());
      return unit.of(all.get(":, " + (length - 1) + ", :").duplicate());
    }
  }
}
