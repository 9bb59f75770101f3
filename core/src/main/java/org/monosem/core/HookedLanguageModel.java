package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A causal language model whose inner activations can be read and replaced at named hook points.
 *
 * <p>Tokens are int64 arrays of shape {@code [batch, position]} with {@code 1 <= position <=
 * contextLength} and ids below {@code vocabularySize}. Every result is float32 and owned by the
 * manager of the tokens. An implementation is safe for use by several threads.
 *
 * <p>Every method throws {@link IllegalArgumentException} for tokens of another shape, ids outside
 * the vocabulary, and hook points that the model does not have.
 */
public interface HookedLanguageModel extends AutoCloseable {

  /** Returns the longest context, in tokens. */
  int contextLength();

  /** Returns the number of token ids. */
  int vocabularySize();

  /** Returns every hook point, in the order of the forward pass. */
  List<HookPoint> hookPoints();

  /** Returns the width of the activations at a hook point. */
  int width(HookPoint hook);

  /** Returns a new manager on the model's device; the caller closes it. */
  NDManager newManager();

  /**
   * Returns the activations at a hook point; the forward pass stops there.
   *
   * @return shape {@code [batch, position, width]}
   */
  NDArray activations(NDArray tokens, HookPoint hook);

  /**
   * Returns the activations at several hook points. A model that can takes one pass for all.
   *
   * @return for each hook point, in the order given, shape {@code [batch, position, width]}
   */
  default List<NDArray> activations(NDArray tokens, List<HookPoint> hooks) {
    return hooks.stream().map(hook -> activations(tokens, hook)).toList();
  }

  /**
   * Returns the next-token logits.
   *
   * @return shape {@code [batch, position, vocabulary]}
   */
  NDArray logits(NDArray tokens);

  /**
   * Returns the loss of every prediction: {@code -ln p(token[t+1] | token[0..t])}, in nats.
   *
   * @return shape {@code [batch, position - 1]}, not reduced; needs at least two positions
   */
  NDArray tokenLosses(NDArray tokens);

  /**
   * Returns the loss of every prediction when the activations at a hook point are replaced
   * everywhere.
   *
   * @return shape {@code [batch, position - 1]}, not reduced; needs at least two positions
   */
  NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit);

  /**
   * Runs the model as it is, and once more for each edit, over the same tokens, and says how every
   * prediction fared. What lies before the hook point is computed once for all runs, what lies
   * behind it once for each.
   *
   * @param hook where activations are replaced
   * @param edits one for each edited run; each sees the activations that the model computed
   * @return the losses of all runs, and how far the edited ones diverge from the first; the caller
   *     closes it, or the manager of the tokens
   */
  EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits);

  /**
   * Returns what directions at a hook point add to the logits by the direct path: through the
   * weights that lead from there into the residual stream, and the unembedding. The final layer
   * normalisation is taken as linear: its weight is applied and the mean removed, its per-token
   * scale is not.
   *
   * @param hook where the directions live
   * @param directions shape {@code [n, width]}
   * @return shape {@code [n, vocabulary]}, owned by the manager of {@code directions}
   */
  NDArray directLogits(HookPoint hook, NDArray directions);

  @Override
  void close();
}
